import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../functions/api/settings.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../local/server.ts';
import { findServer } from '../../local/server-file.ts';
import { silentLog } from './silent-log.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: c\n    image: nginx\n';
const directory = mkdtempSync(join(tmpdir(), 'drydock-keys-'));
let server: RunningServer;

async function start(replaced: Partial<ServerOptions> = {}, isKept = true): Promise<void> {
  const settings = readSettings({});
  const storage = isKept ? { storage: { directory } } : {};
  server = await startServer({ host: '127.0.0.1', port: 0, settings, log: silentLog, ...storage, ...replaced });
}
afterEach(() => server.close());
afterAll(() => rmSync(directory, { recursive: true }));

async function ask(method: string, path: string, credentials?: string, body?: string) {
  const headers = credentials === undefined ? {} : { authorization: `Bearer ${credentials}` };
  const response = await fetch(server.url + path, { method, headers, redirect: 'manual', ...(body && { body }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}
const owner = (): string => findServer(directory)?.secret ?? '';

async function makeKey(scope: string, more: object = {}): Promise<{ id: string; key: string }> {
  const made = await ask('POST', '/keys', owner(), JSON.stringify({ name: scope, scopes: [scope], ...more }));
  return JSON.parse(made.text);
}

describe('API keys of a local server', () => {
  it('with --auth every route but health asks for a key, on loopback too', async () => {
    await start({ access: 'keys' });
    expect((await ask('GET', '/healthz')).status).toBe(200);
    const scanner = await makeKey('scan:write');
    const refused = await ask('POST', '/scan', undefined, pod);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect((await ask('POST', '/scan', scanner.key, pod)).status).toBe(200);
    const read = await ask('GET', '/scans', scanner.key);
    expect([read.status, read.text]).toEqual([403, expect.stringContaining('report:read')]);
  });

  it('on loopback a bad key is refused where none is needed, and a good one has its tenant', async () => {
    await start();
    expect((await ask('POST', '/scan', undefined, pod)).status).toBe(200);
    expect((await ask('POST', '/scan', 'ddk_nonsense', pod)).status).toBe(401);
    const shop = await makeKey('scan:write', { tenant: 'shop' });
    const scanned = await ask('POST', '/scan', shop.key, pod);
    const location = scanned.headers.get('location') ?? '';
    const reader = await makeKey('report:read', { tenant: 'shop' });
    expect((await ask('GET', location, reader.key)).status).toBe(200);
    expect((await ask('GET', location)).status).toBe(404);
  });

  it('elsewhere manifests can be scanned without a key, nothing else', async () => {
    await start({ host: '0.0.0.0' });
    expect((await ask('POST', '/scan', undefined, pod)).status).toBe(200);
    for (const path of ['/scans', '/metrics', '/docs', '/keys']) expect((await ask('GET', path)).status).toBe(401);
    expect((await ask('GET', '/docs', (await makeKey('scan:write')).key)).status).toBe(200);
  });

  it('a revoked key opens nothing any more, and keys outlive the process', async () => {
    await start({ access: 'keys' });
    const [kept, revoked] = [await makeKey('report:read'), await makeKey('report:read')];
    expect((await ask('GET', '/scans', revoked.key)).status).toBe(200);
    expect((await ask('DELETE', `/keys/${revoked.id}`, owner())).status).toBe(204);
    expect((await ask('GET', '/scans', revoked.key)).status).toBe(401);
    await server.close();
    await start({ access: 'keys' });
    expect((await ask('GET', '/scans', kept.key)).status).toBe(200);
    expect((await ask('GET', '/scans', revoked.key)).status).toBe(401);
  });

  it('the pepper is made once, for the owner only', async () => {
    await start();
    const path = join(directory, 'pepper');
    const before = readFileSync(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await server.close();
    await start();
    expect(readFileSync(path)).toEqual(before);
  });

  it('without a data directory no key is good', async () => {
    await start({}, false);
    expect((await ask('POST', '/scan', 'ddk_nonsense', pod)).status).toBe(401);
    expect((await ask('GET', '/keys')).status).toBe(503);
  });
});
