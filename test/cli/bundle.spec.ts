import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { bundleCli } from '../../scripts/cli-bundle.ts';
import { manifestFolder, pod } from './manifest-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let home: string;
let command: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'drydock-bundle-'));
  await bundleCli(join(home, 'package/dist/cli'));
  command = join(home, 'package/dist/cli/drydock.mjs');
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

const environment = (more: Record<string, string> = {}) => ({ PATH: process.env.PATH, HOME: home, ...more });

const run = (args: string[], cwd: string, env = environment()) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [command, ...args], { cwd, env }, (error, out, err) => {
      resolve({ code: (error?.code as number | undefined) ?? 0, out, err });
    });
  });

test('bundled command: scans in every format without any package beside it', async () => {
  const folder = manifestFolder({ 'pod.yaml': pod('bundled', { serviceAccount: true }) });
  for (const format of ['json', 'table', 'sarif', 'junit', 'markdown']) {
    const { code, out, err } = await run(['scan', 'pod.yaml', '-f', format], folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Pod/bundled.default');
  }
  expect(await run(['scan', 'pod.yaml', '-f', 'template', '-t', '{{len .}}'], folder)).toMatchObject({ out: '1\n' });
  expect((await run(['print-rules'], folder)).out).toMatch(/^\[\n/);
  expect((await run(['nope'], folder)).code).toBe(1);
});

test('bundled command: runs through a link, as npm makes one', async () => {
  const link = join(home, 'drydock');
  symlinkSync(command, link);
  const child = spawn(link, ['version'], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});

test('bundled command: a reader that goes away ends it quietly', async () => {
  const folder = manifestFolder(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i}.yaml`, pod(`p${i}`)])));
  const child = spawn(process.execPath, [command, 'scan', '.', '--exit-code', '4'], {
    cwd: folder,
    env: environment(),
  });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'exit');
  expect(code).toBe(4);
  expect(err).toBe('drydock: 300 files scanned, 0 could not be read\n');
});

test('bundled command: keeps compiled code in the cache folder of its user, and does without one', async () => {
  const folder = manifestFolder({ 'pod.yaml': pod('x', { serviceAccount: true }), 'caches/file': '' });
  const scan = (more: Record<string, string>) => run(['scan', 'pod.yaml'], folder, environment(more));
  const { out } = await scan({ XDG_CACHE_HOME: join(folder, 'caches') });
  expect(readdirSync(join(folder, 'caches/drydock'))).not.toHaveLength(0);
  for (const more of [
    { XDG_CACHE_HOME: '/proc/x' },
    { XDG_CACHE_HOME: '/proc' },
    { HOME: '/nonexistent' },
    { HOME: '' },
  ]) {
    expect(await scan(more)).toEqual({ code: 0, out, err: '' });
  }
});

const lineFrom = async (child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> => {
  let text = '';
  for await (const chunk of child.stderr!) {
    text += chunk;
    const match = pattern.exec(text);
    if (match !== null) return match;
  }
  throw new Error(`ended without ${pattern}: ${text}`);
};

test('bundled command: http serves, stores and ends on a signal; list finds it', async () => {
  symlinkSync(join(root, 'node_modules'), join(home, 'package/node_modules'));
  const folder = manifestFolder();
  const probe = await freePort();
  const child = spawn(process.execPath, [command, 'http', `127.0.0.1:${probe}`], { cwd: folder, env: environment() });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const [, url] = await lineFrom(child, /drydock serves (http:\S+),/);
  const response = await fetch(`${url}/scan`, { method: 'POST', body: pod('served') });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject([{ object: 'Pod/served.default', fileName: 'API' }]);
  expect((await run(['list'], folder)).out).toContain(response.headers.get('drydock-scan-id'));
  for (const path of ['images', 'watches', 'rescans', 'cves', 'subscriptions', 'keys']) {
    const { status } = await fetch(`${url}/${path}`);
    expect([path, status]).toEqual([path, 200]);
  }
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect((await run(['list'], folder)).out).toContain('Pod/served.default');
});

test('bundled command: http without a place to write serves and says that it stores nothing', async () => {
  const folder = manifestFolder({ '.drydock': 'a file where the data directory should be' });
  const child = spawn(process.execPath, [command, 'http'], {
    cwd: folder,
    env: environment({ KUBESEC_ADDR: `127.0.0.1:${await freePort()}` }),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [text, url] = await lineFrom(child, /^[\s\S]*drydock serves (http:\S+),/);
  expect(text).toContain('drydock: results are not stored: ');
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('bundled command: http explains what it cannot do', async () => {
  const folder = manifestFolder();
  mkdirSync(join(folder, 'data'));
  const missing = await run(['http'], folder);
  expect(missing).toMatchObject({
    code: 1,
    out: '[[ip:]port] is missing, set CLI argument or use KUBESEC_ADDR environment variable\n',
  });
  expect((await run(['http', '8080', '--keypath', 'key'], folder)).out).toMatch(/^--keypath is not supported/);
  const deprecated = await run(['http'], folder, environment({ PORT: 'abc' }));
  expect(deprecated.out).toBe('Invalid port: "abc"\n');
  expect(deprecated.err).toContain('the variable PORT is deprecated here, use KUBESEC_ADDR instead');
  const settings = await run(['http', '8080'], folder, environment({ DRYDOCK_MAX_BODY_BYTES: 'many' }));
  expect(settings).toMatchObject({ code: 1, out: 'DRYDOCK_MAX_BODY_BYTES=many: expected bytes, 1 to 1000000000\n' });
});

const freePort = async (): Promise<number> => {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};
