import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };
import { type MeasuredServer, startServer } from './server.ts';

const path = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const node = process.execPath;

const [, ...startArguments] = packageJson.scripts.start.split(' ');
const startFile = path(startArguments.pop()!);

/** `npm start` as users run it: data on disk, results stored. */
export const drydock = (dataDirectory: string): Promise<MeasuredServer> =>
  startServer(
    'drydock',
    node,
    () => [...startArguments, startFile],
    (port) => ({ PORT: String(port), HOST: '127.0.0.1', DRYDOCK_DATA_DIR: dataDirectory }),
  );

/** A server of bench/peer.ts. */
export const peer = (name: 'bare' | 'engine' | 'events' | 'middy'): Promise<MeasuredServer> =>
  startServer(name, node, (port) => [path('bench/peer.ts'), String(port), name]);

/** The real kubesec; without a network it needs a schema location of its own. */
export const kubesec = (binary: string, schemaLocation: string | undefined): Promise<MeasuredServer> =>
  startServer('kubesec', binary, (port) => [
    'http',
    `127.0.0.1:${port}`,
    ...(schemaLocation ? ['--schema-location', schemaLocation] : []),
  ]);
