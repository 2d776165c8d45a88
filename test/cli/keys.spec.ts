import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../../cli/run-cli.ts';
import { defaultLimits } from '../../functions/manifest/limits.ts';
import { type RunningServer, startServer } from '../../local/server.ts';
import { silentLog } from '../local/silent-log.ts';
import { manifestFolder } from './manifest-folder.ts';
import { recordingTerminal } from './recording-terminal.ts';

const run = async (args: string[], environment = {}) => {
  const recording = recordingTerminal({ environment });
  const code = await runCli(['keys', ...args], recording.terminal);
  return { code, out: recording.out(), err: recording.err() };
};

const serve = async (directory: string): Promise<RunningServer> => {
  const settings = { limits: defaultLimits, retentionDays: 1 };
  const options = { host: '127.0.0.1', port: 0, settings, storage: { directory }, access: 'keys' } as const;
  const server = await startServer({ ...options, log: silentLog });
  onTestFinished(() => server.close().catch(() => {}));
  return server;
};

const statusOf = async (url: string, path: string, key: string): Promise<number> =>
  (await fetch(url + path, { headers: { authorization: `Bearer ${key.trim()}` } })).status;

const newDirectory = (): string => join(manifestFolder(), 'data');

test('drydock keys bootstrap: prints the first admin key once, before any server has run', async () => {
  const directory = newDirectory();
  const first = await run(['bootstrap', '--data-dir', directory]);
  expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^ddk_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}\n$/) });
  expect(first.err).toContain('shown this once');
  expect(first.err).not.toContain(first.out.trim());
  const again = await run(['bootstrap', '--data-dir', directory]);
  expect(again).toMatchObject({ code: 2, out: '', err: expect.stringContaining('there is an admin key already') });
  const server = await serve(directory);
  expect(await statusOf(server.url, '/keys', first.out)).toBe(200);
  expect(await run(['bootstrap', '--data-dir', directory])).toMatchObject(again);
});

test('drydock keys: create, list, rotate and revoke work the same with a running server and without one', async () => {
  const directory = newDirectory();
  const here = { DRYDOCK_DATA_DIR: directory };
  for (const isServed of [false, true]) {
    const server = isServed ? await serve(directory) : undefined;
    const made = await run(['create', 'ci', '--scopes', 'report:read,scan:write', '--lifetime', '90d'], here);
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^ddk_/) });
    const id = made.out.slice(4, 16);
    const listed = await run(['list'], here);
    expect(listed.out).toMatch(/^ID +TENANT +NAME +SCOPES +CREATED +ENDS +LAST USED\n/);
    expect(listed.out).toContain(`${id}  default  ci    report:read,scan:write  2`);
    expect(listed.out).not.toContain(made.out.slice(17, 40));

    const next = await run(['rotate', id, '--overlap', '0s', '--json'], here);
    const successor = JSON.parse(next.out);
    expect([next.err, successor.name, successor.scopes]).toEqual(['', 'ci', ['report:read', 'scan:write']]);
    const { items } = JSON.parse((await run(['list', '--json'], here)).out);
    expect(items.map((key: { id: string }) => key.id)).toContain(successor.id);
    if (server !== undefined) {
      expect(await statusOf(server.url, '/scans', made.out)).toBe(401);
      expect(await statusOf(server.url, '/scans', successor.key)).toBe(200);
    }

    const revoked = await run(['revoke', successor.id], here);
    expect(revoked).toEqual({ code: 0, out: '', err: `key ${successor.id} is revoked\n` });
    const gone = { code: 2, out: '', err: `Error: there is no key ${successor.id}\n` };
    expect(await run(['revoke', successor.id], here)).toEqual(gone);
    if (server !== undefined) expect(await statusOf(server.url, '/scans', successor.key)).toBe(401);
    await server?.close();
  }
});

test('drydock keys --server: asks any server with the key of DRYDOCK_TOKEN', async () => {
  const { url } = await serve(newDirectory().replace(/data$/, 'theirs'));
  const directory = newDirectory();
  const own = await serve(directory);
  const admin = (await run(['bootstrap', '--data-dir', directory])).out.trim();
  const asked = (at: string, key: string) =>
    run(['create', 'x', '--scopes', 'admin', '--tenant', 'shop', '--server', at], { DRYDOCK_TOKEN: key });
  expect(await asked(own.url, admin)).toMatchObject({ code: 0, out: expect.stringMatching(/^ddk_/) });
  expect(await asked(url, admin)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('no valid key') });
  expect(await asked(own.url, '')).toMatchObject({ code: 2, err: expect.stringContaining('DRYDOCK_TOKEN') });
});

test.each([
  [[], 'one of bootstrap, create NAME'],
  [['create'], 'one of bootstrap, create NAME'],
  [['list', 'x'], 'one of bootstrap, create NAME'],
  [['toString'], 'one of bootstrap, create NAME'],
  [['create', 'ci'], '--scopes'],
  [['create', 'ci', '--scopes', 'fly'], '--scopes fly: expected some of scan:write'],
  [['create', 'ci', '--scopes', 'admin', '--lifetime', '3 weeks'], '--lifetime 3 weeks: expected a time'],
  [['rotate', 'x', '--overlap', '-1h'], '--overlap -1h: expected a time'],
  [['list', '--server', 'ftp://x'], '--server ftp://x: expected an address'],
])('drydock keys %j: is refused before anything is opened', async (args, text) => {
  const directory = newDirectory();
  const refused = await run([...args, '--data-dir', directory]);
  expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining(text) });
  expect(existsSync(directory)).toBe(false);
});

test('drydock keys list: a data directory that is not there is named, and not made', async () => {
  const directory = newDirectory();
  expect((await run(['list', '--data-dir', directory])).err).toContain(`there is no data directory ${directory}`);
  expect(existsSync(directory)).toBe(false);
});
