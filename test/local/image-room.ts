import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readSettings } from '../../functions/api/settings.ts';
import { readImageSettings } from '../../local/image-settings.ts';
import { type RunningServer, startServer } from '../../local/server.ts';
import { wellKnown } from '../../sample/images/well-known.ts';
import { importLaterSample, importSampleDatabase } from '../../sample/import-database.ts';
import { serveImages } from '../../sample/serve-images.ts';
import { type FakeBehaviour, fakeTrivy } from '../trivy/fake-trivy.ts';
import { checkAnswers } from './check-answers.ts';
import { silentLog } from './silent-log.ts';

export interface ImageRoom {
  /** data directory */
  directory: string;
  /** the Trivy in use */
  program: string;
  /** of the sample registry */
  host: string;
  /** what the fake Trivy does from now on */
  trivy(behaviour: FakeBehaviour): void;
  /** makes the sample database the one in use */
  importDatabase(): Promise<unknown>;
  /** a newer one, as `drydock db import` does it in another process */
  importLaterDatabase(): Promise<unknown>;
  /** a server on the data directory; `variables` as `npm start` reads them */
  start(variables?: Record<string, string>): Promise<RunningServer>;
  stop(): Promise<void>;
}

/** A data directory, the sample registry and a Trivy that can be scripted, or the program given. Answers of its servers are as the OpenAPI document says, or `fetch` fails. */
export async function openImageRoom(program?: string): Promise<ImageRoom> {
  const parent = mkdtempSync(join(tmpdir(), 'drydock-images-'));
  const directory = join(parent, 'data');
  const registry = await serveImages(wellKnown);
  const fake = fakeTrivy(join(parent, 'bin'), { report: '{}' });
  const environment = { TRIVY_BIN: program ?? fake };
  const running: RunningServer[] = [];
  const stop = async (): Promise<void> => {
    for (const server of running.splice(0)) await server.close();
  };
  const endChecks = checkAnswers(running);
  onTestFinished(async () => {
    endChecks();
    await stop();
    await registry.close();
    rmSync(parent, { recursive: true });
  });
  return {
    directory,
    program: program ?? fake,
    host: registry.host,
    trivy: (behaviour) => void fakeTrivy(join(parent, 'bin'), behaviour),
    importDatabase: () => importSampleDatabase(directory, environment),
    importLaterDatabase: () => importLaterSample(directory, environment),
    async start(variables = {}) {
      const server = await startServer({
        host: '127.0.0.1',
        port: 0,
        settings: readSettings(variables),
        storage: { directory },
        images: readImageSettings({ ...environment, ...variables }),
        log: silentLog,
      });
      running.push(server);
      return server;
    },
    stop,
  };
}

/** `POST /scan/image` as curl sends it. */
export const submit = (url: string, image: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/scan/image`, { method: 'POST', body: new URLSearchParams({ image }), headers });

/** A form, the answer as JSON. */
export const scanNow = async (url: string, image: string) =>
  (await (await submit(url, image, { prefer: 'wait=25' })).json()) as Record<string, unknown> & { id: string };
