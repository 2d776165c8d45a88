import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../functions/api/settings.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../local/server.ts';
import { findServer } from '../../local/server-file.ts';
import { parseAnswers, sendRaw } from './raw-client.ts';
import { silentLog } from './silent-log.ts';

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: c
    image: nginx
    securityContext:
      runAsNonRoot: true
`;
const directory = mkdtempSync(join(tmpdir(), 'drydock-server-'));
const running: RunningServer[] = [];

async function start(replaced: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    settings: readSettings({}),
    log: silentLog,
    ...replaced,
  });
  running.push(server);
  return server;
}
async function stop(): Promise<void> {
  for (const server of running.splice(0)) await server.close();
}
afterEach(stop);
afterAll(() => rmSync(directory, { recursive: true }));

const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body, headers });

describe('local server', () => {
  it('a scan is answered, stored, listed, and there after a restart', async () => {
    const first = await start({ storage: { directory } });
    const scanned = await post(`${first.url}/scan`, pod);
    expect(scanned.status).toBe(200);
    expect(await scanned.json()).toMatchObject([{ object: 'Pod/web.default', valid: true, score: 1 }]);
    expect(scanned.headers.get('drydock-stored')).toBe('pending');
    const place = scanned.headers.get('location');
    expect(await (await fetch(first.url + place)).json()).toMatchObject({ count: 1, lowestScore: 1 });
    await stop();

    const second = await start({ storage: { directory } });
    await post(`${second.url}/scan`, pod);
    const listed = await (await fetch(`${second.url}/scans?object=Pod/web.default`)).json();
    expect(listed).toMatchObject({ items: [{ id: place?.slice('/scans/'.length), count: 2 }] });
    expect((await fetch(second.url + place, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(second.url + place)).status).toBe(404);
  });

  it('a server says where it runs while it does, with a key and a secret for its owner only', async () => {
    const server = await start({ storage: { directory } });
    const found = findServer(directory);
    expect(found).toMatchObject({ url: server.url, port: server.port });
    expect(found?.secret).toMatch(/^[0-9a-f]{64}$/);
    const key = join(directory, 'deployment-key');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(readFileSync(key, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    await stop();
    expect(findServer(directory)).toBeUndefined();
  });

  it('a second server on the same data is refused, one on a busy port too', async () => {
    const server = await start({ storage: { directory } });
    await expect(start({ storage: { directory } })).rejects.toThrow(/is in use by process \d+: stop it first/);
    const busy = `127.0.0.1:${server.port} is in use: stop what listens there, or choose another port`;
    await expect(start({ port: server.port })).rejects.toThrow(
      expect.objectContaining({ code: 'bad_configuration', message: busy }),
    );
  });

  it('a server that cannot listen gives the data directory back', async () => {
    await expect(start({ host: '192.0.2.1', storage: { directory } })).rejects.toThrow('is no address of this machine');
    await expect(start({ storage: { directory } })).resolves.toBeDefined();
  });

  it('a Kubernetes version without schemas is refused by name', async () => {
    const settings = readSettings({ DRYDOCK_KUBERNETES_VERSION: '1.2.3' });
    await expect(start({ settings })).rejects.toThrow(/1\.2\.3/);
  });

  it('without storage scans are answered and nothing is said to be kept', async () => {
    const server = await start();
    const scanned = await post(`${server.url}/scan`, pod);
    expect([scanned.status, scanned.headers.get('drydock-stored'), scanned.headers.get('location')]).toEqual([
      200,
      'false',
      null,
    ]);
    expect((await fetch(`${server.url}/scans`)).status).toBe(503);
  });

  it('on an address that others reach, stored scans and metrics need the secret, scans and health do not', async () => {
    const server = await start({ host: '0.0.0.0', storage: { directory } });
    const statusOf = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(server.url + path, { headers })).status;
    expect((await post(`${server.url}/scan`, pod)).status).toBe(200);
    expect(await statusOf('/healthz')).toBe(200);
    expect([await statusOf('/scans'), await statusOf('/metrics')]).toEqual([401, 401]);
    const authorization = `Bearer ${findServer(directory)?.secret}`;
    expect([await statusOf('/scans', { authorization }), await statusOf('/metrics', { authorization })]).toEqual([
      200, 200,
    ]);
  });

  it('on an address that others reach, a server that was opened shows everyone what is stored', async () => {
    const server = await start({ host: '0.0.0.0', access: 'open', storage: { directory } });
    expect((await fetch(`${server.url}/scans`)).status).toBe(200);
  });

  it('a page under a name of its own cannot read what is stored', async () => {
    const server = await start({ storage: { directory } });
    const rebound = 'GET /scans HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
    expect(parseAnswers(await sendRaw(server.port, rebound))[0]?.status).toBe(401);
  });

  it('metrics count requests by route, scans by what became of them', async () => {
    const server = await start({ storage: { directory } });
    await post(`${server.url}/scan`, pod);
    await post(`${server.url}/any.yaml`, 'a: b: c');
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toContain('drydock_requests_total{route="POST /scan",status="200"} 1\n');
    expect(text).toContain('drydock_requests_total{route="$default",status="400"} 1\n');
    expect(text).toContain('drydock_scans_total{stored="pending"} 1\n');
    expect(text).toMatch(/drydock_scans_promised 1\n/);
  });

  it('limits are as configured', async () => {
    const settings = readSettings({ DRYDOCK_MAX_BODY_BYTES: '100', DRYDOCK_MAX_DOCUMENTS: '2' });
    const server = await start({ settings });
    const large = await post(`${server.url}/scan`, 'x'.repeat(101));
    expect([large.status, await large.text()]).toEqual([413, 'the body is larger than 100 bytes\n']);
    const many = await post(`${server.url}/scan`, '~\n---\n~\n---\n~\n');
    expect([many.status, await many.text()]).toEqual([413, 'the body holds more than 2 documents\n']);
  });

  for (const [format, type, start_] of [
    ['sarif', 'application/sarif+json', '{"$schema"'],
    ['junit', 'application/junit+xml', '<?xml'],
    ['markdown', 'text/markdown; charset=utf-8', ''],
    ['table', 'text/plain; charset=utf-8', ''],
  ] as const) {
    it(`a scan can be had as ${format}`, async () => {
      const server = await start();
      const answer = await post(`${server.url}/scan?format=${format}`, pod);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
      const text = await answer.text();
      expect(text.startsWith(start_)).toBe(true);
      expect(text).toContain('Pod/web.default');
    });
  }

  it('SARIF points at the line of the container', async () => {
    const server = await start();
    const answer = await post(`${server.url}/scan`, `# first\n---\n${pod}`, { accept: 'application/sarif+json' });
    const { runs } = (await answer.json()) as { runs: { results: { locations: unknown }[] }[] };
    const regions = JSON.stringify(runs[0]?.results.map((result) => result.locations));
    expect(regions).toMatch(/"startLine":(?:9|10|11|12)\b/);
  });
});
