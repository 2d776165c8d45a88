import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../../cli/run-cli.ts';
import { scanListText } from '../../cli/stored/scan-list.ts';
import { defaultLimits } from '../../functions/manifest/limits.ts';
import { type RunningServer, startServer } from '../../local/server.ts';
import { silentLog } from '../local/silent-log.ts';
import { manifestFolder, pod } from './manifest-folder.ts';
import { recordingTerminal } from './recording-terminal.ts';

const run = async (args: string[], environment = {}) => {
  const recording = recordingTerminal({ environment });
  const code = await runCli(args, recording.terminal);
  return { code, out: recording.out(), err: recording.err() };
};

const serve = async (directory: string): Promise<RunningServer> => {
  const settings = { limits: defaultLimits, retentionDays: 1 };
  const server = await startServer({ host: '127.0.0.1', port: 0, settings, storage: { directory }, log: silentLog });
  onTestFinished(() => server.close().catch(() => {}));
  return server;
};

const post = async (url: string, body: string): Promise<string> => {
  const response = await fetch(`${url}/scan`, { method: 'POST', body });
  await response.text();
  return response.headers.get('drydock-scan-id')!;
};

test('drydock list and get: ask the server that runs on the data directory, and open it when none does', async () => {
  const directory = join(manifestFolder(), 'data');
  const server = await serve(directory);
  const older = await post(server.url, pod('older'));
  const newer = await post(server.url, pod('newer', { privileged: true }));

  const listed = await run(['list', '--data-dir', directory]);
  expect(listed).toMatchObject({ code: 0, err: '' });
  expect(listed.out).toContain(older);
  const shown = await run(['get', newer, '--data-dir', directory]);
  expect(JSON.parse(shown.out)).toMatchObject({
    id: newer,
    lowestScore: -30,
    objects: [{ object: 'Pod/newer.default' }],
  });

  await server.close();
  expect(await run(['list'], { DRYDOCK_DATA_DIR: directory })).toEqual(listed);
  expect(await run(['get', newer], { DRYDOCK_DATA_DIR: directory })).toEqual(shown);
});

test('drydock list and get: ask the server that is named, with the key of DRYDOCK_TOKEN', async () => {
  const directory = join(manifestFolder(), 'data');
  const { url } = await serve(directory);
  const id = await post(url, pod('web'));
  const own = await run(['get', id, '--data-dir', directory]);
  expect(await run(['get', id, '--server', `${url}/`, '--data-dir', join(directory, 'none')])).toEqual(own);
  expect((await run(['list', '--server', url])).out).toContain(id);
  const refused = await run(['list', '--server', url], { DRYDOCK_TOKEN: 'ddk_bad' });
  expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/key/) });
});

test('drydock list: pages and filters as the API does', async () => {
  const directory = join(manifestFolder(), 'data');
  const { url } = await serve(directory);
  await post(url, pod('a'));
  const id = await post(url, pod('b'));
  const list = async (...args: string[]) =>
    JSON.parse((await run(['list', '--json', '--data-dir', directory, ...args])).out);
  const first = await list('--limit', '1');
  expect(first.items).toHaveLength(1);
  const second = await list('--limit', '1', '--cursor', first.nextCursor);
  expect(second.items).toHaveLength(1);
  expect(second.items[0].id).not.toBe(first.items[0].id);
  expect((await list('--object', 'Pod/b.default')).items).toMatchObject([{ id }]);
  expect((await run(['list', '--data-dir', directory, '--limit', '1'])).out).toContain('\nMore: --cursor ');
});

test('drydock get: an unknown scan is an error on standard error, with or without a server', async () => {
  const directory = join(manifestFolder(), 'data');
  const id = randomBytes(16).toString('hex');
  const server = await serve(directory);
  const expected = { code: 2, out: '', err: `Error: there is no scan ${id}\n` };
  expect(await run(['get', id, '--data-dir', directory])).toEqual(expected);
  await server.close();
  expect(await run(['get', id, '--data-dir', directory])).toEqual(expected);
});

test('drydock list: a data directory that is not there is named, and not made', async () => {
  const directory = join(manifestFolder(), 'none');
  const { code, err } = await run(['list', '--data-dir', directory]);
  expect(code).toBe(2);
  expect(err).toContain(`there is no data directory ${directory}`);
  expect(existsSync(directory)).toBe(false);
});

test('drydock list and get: what cannot be meant is answered with the usage and exit code 2', async () => {
  for (const args of [
    ['get'],
    ['get', 'a', 'b'],
    ['list', 'x'],
    ['list', '--limit', '0'],
    ['list', '--limit', '101'],
    ['list', '--server', 'ftp://x'],
  ]) {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^Error: .*\nUsage:\n/);
  }
});

test('drydock list: names from manifests cannot move the cursor of a terminal', () => {
  const text = scanListText({
    items: [
      {
        id: 'a'.repeat(32),
        kind: 'manifest',
        documents: 3,
        invalid: 0,
        lowestScore: -3,
        objects: [
          { object: 'Pod/\x1b[2Jevil\u202e.default', valid: true, score: -3, critical: 1, passed: 0, advise: 0 },
        ],
        count: 2,
        firstSeen: '2026-01-01T00:00:00.000Z',
        lastSeen: '2026-01-02T00:00:00.000Z',
        expires: '2026-02-01T00:00:00.000Z',
        engine: '0.1.0',
        kubernetesVersion: '1.37.0',
        options: '',
      },
      {
        id: 'b'.repeat(32),
        kind: 'manifest',
        documents: 0,
        invalid: 0,
        lowestScore: 0,
        objects: [],
        count: 1,
        firstSeen: '2026-01-01T00:00:00.000Z',
        lastSeen: '2026-01-01T00:00:00.000Z',
        expires: '2026-02-01T00:00:00.000Z',
        engine: '0.1.0',
        kubernetesVersion: '1.37.0',
        options: '',
      },
    ],
  });
  expect(text).not.toMatch(/[\x1b\u202e]/);
  expect(text).toContain('evil\ufffd.default and 2 more\n');
});
