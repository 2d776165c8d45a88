import { describe, expect, it } from 'vitest';
import { readSettings } from '../../functions/api/settings.ts';
import { startServer } from '../../local/server.ts';
import { sampleReportJson } from '../image/sample-report.ts';
import { type ImageRoom, openImageRoom, scanNow, submit } from './image-room.ts';
import { silentLog } from './silent-log.ts';

const report = (...ids: string[]): string =>
  sampleReportJson([{ packages: 3, vulnerabilities: ids.map((id) => ({ id, severity: 'HIGH' })) }]);

async function withDatabase(): Promise<ImageRoom> {
  const room = await openImageRoom();
  room.trivy({ report: report('CVE-1') });
  await room.importDatabase();
  return room;
}

describe('image scans of the local server', () => {
  it('an image is scanned, read in every way, listed, and there after a restart', async () => {
    const room = await withDatabase();
    const { url } = await room.start();
    const answer = await submit(url, `${room.host}/debian`, { prefer: 'wait=25' });
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([200, 'wait=25']);
    const place = answer.headers.get('location')!;
    expect(await answer.json()).toMatchObject({
      image: `${room.host}/debian:latest`,
      status: 'done',
      verdict: 'warn',
      findings: { items: [{ id: 'CVE-1', target: `${room.host}/debian:latest (debian 12.5)` }] },
    });
    const packed = await fetch(url + place, { headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(await packed.json()).toMatchObject({ verdict: 'warn' });
    expect(await (await fetch(`${url}${place}?format=table`)).text()).toMatch(/^127\.0\.0\.1:\d+\/debian:latest\n/);
    const head = await fetch(url + place, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const known = await fetch(url + place, { headers: { 'if-none-match': packed.headers.get('etag')! } });
    expect([known.status, await known.text()]).toEqual([304, '']);
    await room.stop();

    const again = await room.start();
    expect(await (await fetch(again.url + place)).json()).toMatchObject({ status: 'done', verdict: 'warn' });
    expect(await (await fetch(`${again.url}/images`)).json()).toMatchObject({ items: [{ verdict: 'warn' }] });
    expect((await submit(again.url, `${room.host}/debian`)).status).toBe(200);
    expect((await fetch(again.url + place, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(again.url + place)).status).toBe(404);
  });

  it('a hundred submits of one image are one scan (S19)', async () => {
    const room = await withDatabase();
    const { url } = await room.start();
    const answers = await Promise.all(Array.from({ length: 100 }, () => submit(url, `${room.host}/debian`)));
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1);
    const { items } = (await (await fetch(`${url}/scans?kind=image`)).json()) as { items: unknown[] };
    expect(items).toHaveLength(1);
  });

  it('a server that ends gives its scans back and its waiting callers their answer; the next start goes on', async () => {
    const room = await withDatabase();
    room.trivy({ hangs: true });
    const { url } = await room.start();
    const waiting = submit(url, `${room.host}/debian`, { prefer: 'wait=25' });
    const place = `/scans?kind=image`;
    const isRunning = async () => JSON.stringify(await (await fetch(url + place)).json()).includes('"running"');
    await expect.poll(isRunning, { timeout: 20_000 }).toBe(true);
    await room.stop();
    expect((await waiting).status).toBe(202);
    room.trivy({ report: report('CVE-2') });
    const again = await room.start();
    const state = async () => JSON.stringify(await (await fetch(again.url + place)).json());
    await expect.poll(state, { timeout: 25_000 }).toContain('"done"');
  });

  it('a database that was promoted meanwhile is used from the next scan on', async () => {
    const room = await withDatabase();
    const { url } = await room.start();
    const first = await scanNow(url, `${room.host}/debian`);
    await room.importLaterDatabase();
    const second = await scanNow(url, `${room.host}/debian`);
    expect(second.id).not.toBe(first.id);
  });

  it('a large report is fetched by a link that needs nothing else', async () => {
    const room = await withDatabase();
    room.trivy({ report: report(...Array.from({ length: 40 }, (_, index) => `CVE-${index}`)) });
    const { url } = await room.start({ DRYDOCK_MAX_ANSWER_BYTES: '5000' });
    await submit(url, `${room.host}/debian`, { prefer: 'wait=25' });
    const answer = await submit(url, `${room.host}/debian`);
    expect(answer.redirected).toBe(true);
    expect(new URL(answer.url).pathname).toBe('/reports');
    expect(await answer.json()).toMatchObject({ ArtifactName: `${room.host}/debian:latest` });
  });

  it('without a database or a Trivy the answer says how to get one, and works once it is there', async () => {
    const room = await openImageRoom();
    const { url } = await room.start({ TRIVY_BIN: '', PATH: '' });
    const bare = await submit(url, `${room.host}/debian`);
    // A checkout may have one in layers/trivy/dist.
    expect([bare.status, await bare.json()]).toMatchObject([
      503,
      { detail: expect.stringMatching(/npm run (?:layer|sample)/) },
    ]);
    await room.stop();
    room.trivy({ report: report('CVE-1') });
    const ready = await room.start();
    const answer = await submit(ready.url, `${room.host}/debian`);
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      { code: 'database_missing', detail: expect.stringContaining('drydock db pull') },
    ]);
    await room.importDatabase();
    expect(await scanNow(ready.url, `${room.host}/debian`)).toMatchObject({ status: 'done' });
  });

  it('without a data directory there is no place to keep scans', async () => {
    const server = await startServer({ host: '127.0.0.1', port: 0, settings: readSettings({}), log: silentLog });
    const answer = await submit(server.url, 'nginx');
    await server.close();
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'storage_unavailable' }]);
  });
});
