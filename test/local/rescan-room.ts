import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { CloudEvent, VulnerabilityNews } from '../../functions/notify/event.ts';
import type { TrivyBinary } from '../../functions/trivy/find-trivy.ts';
import type { BuiltImage } from '../../sample/images/build-image.ts';
import type { BuiltIndex } from '../../sample/images/build-index.ts';
import { importLaterSample, importSampleDatabase } from '../../sample/import-database.ts';
import { listenOnLoopback } from '../../sample/listen-on-loopback.ts';
import { serveImages } from '../../sample/serve-images.ts';
import { isSigned } from '../../sample/webhooks/is-signed.ts';
import { type MainProcess, runMain } from './run-main.ts';

export interface Received {
  id: string;
  event: CloudEvent<VulnerabilityNews>;
  isSigned: boolean;
}

export interface Run {
  id: string;
  status: string;
  trigger: { kind: string; generation?: string };
  finished?: string;
  total: number;
  done: number;
}

const patience = { timeout: 60_000, interval: 50 };

/** The sample as a newcomer has it: registry, first database, `npm start` in a process of its own, and a receiver of webhooks. */
export async function openRescanRoom(trivy: TrivyBinary, images: Readonly<Record<string, BuiltImage | BuiltIndex>>) {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-walk-'));
  const [data, gate] = [join(directory, 'data'), join(directory, 'gate')];
  const environment = { DRYDOCK_DATA_DIR: data, TRIVY_BIN: gatedTrivy(directory, trivy, gate) };
  const registry = await serveImages(images);
  const received: Received[] = [];
  // Undefined: the receiver never answers.
  const script: { answer: (message: Received) => number | undefined } = { answer: () => 204 };
  const secrets: string[] = [];
  const receiver = await listenOnLoopback(
    createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const { headers } = request;
      const body = Buffer.concat(pieces).toString();
      const id = String(headers['webhook-id']);
      const message = { id, event: JSON.parse(body), isSigned: isSigned({ headers, body }, secrets, Date.now()) };
      received.push(message);
      const status = script.answer(message);
      if (status !== undefined) response.writeHead(status).end();
    }),
    0,
  );
  let main: MainProcess | undefined;
  let url = '';
  onTestFinished(async () => {
    // By itself: a killed one leaves its server of Trivy behind.
    main?.kill('SIGTERM');
    await main?.ended;
    await Promise.all([registry.close(), receiver.close()]);
    rmSync(directory, { recursive: true, maxRetries: 5 });
  });
  const get = async <T>(path: string): Promise<T> => (await (await fetch(url + path)).json()) as T;
  const runOf = async (generation: string): Promise<Run | undefined> =>
    (await get<{ items: Run[] }>('/rescans')).items.find(({ trigger }) => trigger.generation === generation);
  const openGate = () => writeFileSync(gate, '');
  openGate();
  await importSampleDatabase(data, environment);
  return {
    ...{ received, script, get, runOf, registry: registry.host },
    async start(): Promise<void> {
      main = runMain(environment, '--port', '0', '--quiet');
      [, url = ''] = await main.says(/ serves (\S+),/);
    },
    async kill(): Promise<void> {
      main?.kill('SIGKILL');
      await main?.ended;
    },
    /** Scans all images; resolves to the digest of each. */
    async scanAll(): Promise<Record<string, string>> {
      const scans = Object.keys(images).map(async (name) => {
        const body = new URLSearchParams({ image: `${registry.host}/${name}` });
        const answer = await fetch(`${url}/scan/image`, { method: 'POST', body });
        const place = answer.headers.get('location')!;
        const status = async () => (await get<{ status: string }>(place)).status;
        await expect.poll(status, patience).toBe('done');
        return [name, (await get<{ digest: string }>(place)).digest] as const;
      });
      return Object.fromEntries(await Promise.all(scans));
    },
    async subscribe(): Promise<void> {
      const target = { type: 'webhook', url: `http://${receiver.host}/hook` };
      const answer = await fetch(`${url}/subscriptions/team`, { method: 'PUT', body: JSON.stringify({ target }) });
      secrets.push(((await answer.json()) as { secret: string }).secret);
    },
    /** Makes the later database the one in use; resolves to its generation. */
    promote: async (): Promise<string> => (await importLaterSample(data, environment)).id,
    /** Servers of Trivy that are to begin wait until it is opened again. */
    closeGate: () => rmSync(gate),
    openGate,
    async runBegun(generation: string): Promise<Run> {
      await expect.poll(() => runOf(generation), patience).toBeDefined();
      return (await runOf(generation))!;
    },
    /** Nothing is under way any more that the first database began. */
    async settled(): Promise<void> {
      const states = async () => (await get<{ items: Run[] }>('/rescans')).items.map(({ status }) => status);
      await expect
        .poll(states, patience)
        .toSatisfy((all: string[]) => all.length >= 3 && all.every((one) => one === 'done'));
    },
    async runDone(generation: string): Promise<Run> {
      const { id } = await this.runBegun(generation);
      await expect.poll(() => get<Run>(`/rescans/${id}`), patience).toMatchObject({ status: 'done' });
      return get(`/rescans/${id}`);
    },
    /** States of all messages, once none of them waits. */
    async delivered(): Promise<Record<string, string>> {
      const read = async () =>
        (await get<{ items: { id: string; status: string }[] }>('/subscriptions/team/deliveries')).items;
      await expect
        .poll(async () => (await read()).map(({ status }) => status), patience)
        .toSatisfy((states: string[]) => states.length > 0 && !states.includes('waiting'));
      return Object.fromEntries((await read()).map(({ id, status }) => [id, status]));
    },
  };
}

/** Trivy itself, but its servers do not begin before the gate is there; nobody knows this program by its bytes, so it tells its version. */
function gatedTrivy(directory: string, trivy: TrivyBinary, gate: string): string {
  const path = join(directory, 'trivy');
  const script = `#!/bin/sh
case "$1" in
  version) echo '{"Version":"${trivy.version}"}'; exit ;;
  server) while [ ! -e '${gate}' ]; do sleep 0.05; done ;;
esac
exec '${trivy.path}' "$@"
`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}
