import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import type { SampleVulnerability } from '../image/sample-report.ts';
import { digestFor, scannedImage } from '../scans/image/image-world.ts';
import { bodyOf, imageApp } from './image-app.ts';

const found: SampleVulnerability[] = [
  { id: 'CVE-1', severity: 'CRITICAL', status: 'affected' },
  { id: 'CVE-2', severity: 'HIGH', fixed: '2', status: 'fixed' },
  { id: 'CVE-3', severity: 'LOW', fixed: '2', status: 'fixed' },
];

async function withScan(vulnerabilities: readonly SampleVulnerability[] = found, answerBytes = 5_000_000) {
  const app = imageApp({ answerBytes });
  app.world.script.scan = async () => scannedImage(vulnerabilities);
  const place = await app.scanned();
  return { ...app, place, read: (query = '', headers = {}) => app.ask('GET', `${place}${query}`, { headers }) };
}
const idsOf = (answer: Parameters<typeof bodyOf>[0]): string[] =>
  bodyOf(answer).findings.items.map(({ id }: { id: string }) => id);

describe('GET /scans/{id} of an image', () => {
  it('a done scan tells verdict, reasons, coverage, counts and findings, and no name of an object or tenant', async () => {
    const { read, place } = await withScan();
    const answer = await read();
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/json']);
    expect(bodyOf(answer)).toEqual({
      id: place.slice('/scans/'.length),
      kind: 'image',
      status: 'done',
      image: 'docker.io/library/nginx:1.27',
      digest: digestFor('library/nginx'),
      platform: 'linux/amd64',
      submitted: '2026-11-24T12:00:00.000Z',
      started: '2026-11-24T12:00:00.000Z',
      finished: '2026-11-24T12:00:00.000Z',
      expires: '2027-02-22T12:00:00.000Z',
      verdict: 'warn',
      reasons: [
        { code: 'critical_without_fix', message: '1 CRITICAL finding without a fix' },
        { code: 'high', message: '1 HIGH finding' },
      ],
      coverage: {
        os: { family: 'debian', name: '12.5', endOfLife: false },
        packages: { os: 3, library: 0 },
        scanner: { name: 'trivy', version: '0.68.2' },
        database: { generation: 'g1', updatedAt: '2026-11-24T06:00:00Z', stale: false },
        notices: [],
      },
      counts: expect.objectContaining({ total: 3, fixable: 2 }),
      findings: { items: found.map(({ id }) => expect.objectContaining({ id, package: 'openssl', installed: '1.0' })) },
    });
    expect(answer.body).not.toMatch(/alice|reports\/|127\.0\.0\.1/);
  });

  it('POST answers content that was scanned by another name by the name that is asked for, in every format', async () => {
    const { ask, place, world } = await withScan();
    const { resolve } = world.deps.resolver;
    world.deps.resolver.resolve = () => resolve({ repository: 'library/nginx' });
    const asked = 'image=registry.example/team/app:2';
    const answer = await ask('POST', `/scan/image?${asked}`);
    expect([answer.statusCode, answer.headers.location]).toEqual([200, place]);
    expect(bodyOf(answer)).toMatchObject({ image: 'registry.example/team/app:2', digest: digestFor('library/nginx') });
    for (const format of ['trivy', 'table', 'sarif', 'markdown']) {
      const { body } = await ask('POST', `/scan/image?${asked}&format=${format}`);
      expect([format, body.includes('registry.example/team/app:2'), body.includes('nginx:')]).toEqual([
        format,
        true,
        false,
      ]);
    }
    expect(bodyOf(await ask('GET', place)).image).toBe('docker.io/library/nginx:1.27');
  });

  const views: [string, string[]][] = [
    ['?severity=critical,HIGH', ['CVE-1', 'CVE-2']],
    ['?severity=LOW', ['CVE-3']],
    ['?ignore-unfixed=true', ['CVE-2', 'CVE-3']],
    ['?ignore-unfixed', ['CVE-2', 'CVE-3']],
    ['?ignore-unfixed=false', ['CVE-1', 'CVE-2', 'CVE-3']],
    ['?pkg-types=library', []],
    ['?pkg-types=os,library', ['CVE-1', 'CVE-2', 'CVE-3']],
    ['?severity=CRITICAL,LOW&ignore-unfixed=true', ['CVE-3']],
  ];
  for (const [query, expected] of views) {
    it(`the view ${query} shows ${expected.join(', ') || 'nothing'}, counts and verdict stay`, async () => {
      const answer = await (await withScan()).read(query);
      expect(idsOf(answer)).toEqual(expected);
      expect(bodyOf(answer)).toMatchObject({ verdict: 'warn', counts: { total: 3 } });
    });
  }

  const gates: [string, number][] = [
    ['?fail-on=CRITICAL', 422],
    ['?fail-on=CRITICAL&ignore-unfixed=true', 200],
    ['?fail-on=MEDIUM,UNKNOWN', 200],
    ['?fail-on=CRITICAL&severity=LOW', 422],
    ['?fail-on=LOW&pkg-types=library', 200],
    ['?fail-on=HIGH&format=table', 422],
  ];
  for (const [query, status] of gates) {
    it(`the gate ${query} answers ${status} with the body of the view`, async () => {
      const { read } = await withScan();
      const answer = await read(query);
      expect(answer.statusCode).toBe(status);
      expect(answer.body).toBe((await read(query.replace(/fail-on=[A-Z,]+&?/, ''))).body);
    });
  }

  it('a gate stops at an image about which nothing can be said, though it has no finding', async () => {
    const { read, ask, scanned, world } = await withScan([]);
    expect((await read('?fail-on=CRITICAL')).statusCode).toBe(200);
    world.script.scan = async () => ({ ...scannedImage([]), notices: ['os_without_advisories'] });
    const place = await scanned('redis');
    expect(bodyOf(await ask('GET', place))).toMatchObject({ verdict: 'unknown', counts: { total: 0 } });
    expect((await ask('GET', `${place}?fail-on=CRITICAL`)).statusCode).toBe(422);
  });

  const refused: [string, string][] = [
    ['format=xml', 'expected one of json, trivy, sarif, table, markdown'],
    ['severity=BAD', 'CRITICAL, HIGH, MEDIUM, LOW, UNKNOWN'],
    ['severity=', 'CRITICAL, HIGH, MEDIUM, LOW, UNKNOWN'],
    ['pkg-types=go', 'os, library or both'],
    ['ignore-unfixed=1', 'expected true or false'],
    ['fail-on=HIGH&fail-on=LOW', 'expected it once'],
    ['failon=HIGH', 'expected one of severity, ignore-unfixed, pkg-types, format, fail-on, limit, cursor'],
    ['limit=0', '1 to 10000'],
    ['limit=10001', '1 to 10000'],
  ];
  for (const [query, detail] of refused) {
    it(`?${query} is refused, naming what is known`, async () => {
      const answer = await (await withScan()).read(`?${query}`);
      expect([answer.statusCode, bodyOf(answer)]).toMatchObject([
        400,
        { code: 'bad_request', detail: expect.stringContaining(detail) },
      ]);
    });
  }

  it('findings come page by page, each with a link to the next that keeps the view', async () => {
    const { read, place, ask } = await withScan();
    const first = await read('?limit=1&severity=CRITICAL,LOW');
    expect(idsOf(first)).toEqual(['CVE-1']);
    const next = /^<(.+)>; rel="next"$/.exec(first.headers.link ?? '')?.[1] ?? '';
    expect(next).toContain(`cursor=${bodyOf(first).findings.nextCursor}`);
    expect(next.startsWith(`${place}?limit=1&severity=CRITICAL%2CLOW&`)).toBe(true);
    const last = await ask('GET', next);
    expect([idsOf(last), last.headers.link, bodyOf(last).findings.nextCursor]).toEqual([
      ['CVE-3'],
      undefined,
      undefined,
    ]);
    const cursor = bodyOf(first).findings.nextCursor;
    for (const other of [`?cursor=${cursor}&limit=1`, `?cursor=${cursor}x`, '?cursor=']) {
      expect([other, bodyOf(await read(other)).code]).toEqual([other, 'bad_cursor']);
    }
  });

  const formats: [string, string, RegExp][] = [
    ['table', 'text/plain; charset=utf-8', /^docker\.io\/library\/nginx:1\.27\n/],
    ['markdown', 'text/markdown; charset=utf-8', /^### drydock: /],
    ['sarif', 'application/sarif+json', /"version":"2\.1\.0"/],
    ['trivy', 'application/json', /"ArtifactName": "nginx:1\.27"/],
  ];
  for (const [format, type, pattern] of formats) {
    it(`format=${format} has the findings of the view and no loopback name`, async () => {
      const answer = await (await withScan()).read(`?format=${format}&severity=HIGH`);
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, type]);
      expect(answer.body).toMatch(pattern);
      expect(answer.body).toContain('CVE-2');
      expect(answer.body).not.toMatch(/CVE-1|127\.0\.0\.1/);
    });
  }

  it('a scan under way has a state and when to ask again; other formats are 409, a gate does not pass', async () => {
    const { ask } = imageApp();
    const place = (await ask('POST', '/scan/image?image=nginx')).headers.location;
    const answer = await ask('GET', `${place}`);
    expect([answer.statusCode, answer.headers['retry-after'], bodyOf(answer).status]).toEqual([200, '1', 'queued']);
    const table = await ask('GET', `${place}?format=table`);
    expect([table.statusCode, table.headers['retry-after'], bodyOf(table).code]).toEqual([409, '1', 'scan_not_done']);
    const gate = await ask('GET', `${place}?fail-on=CRITICAL`);
    expect([gate.statusCode, bodyOf(gate).status]).toEqual([422, 'queued']);
  });

  it('a failed scan is 200 with its error; other formats are 409, a gate does not pass', async () => {
    const { ask, scanned, world } = imageApp();
    world.script.scan = () => Promise.reject(new DrydockError('not_an_image', 'this is a chart'));
    const place = await scanned();
    const error = { code: 'not_an_image', message: 'this is a chart', retryable: false, status: 422 };
    const answer = await ask('GET', place);
    expect([answer.statusCode, bodyOf(answer)]).toMatchObject([200, { status: 'failed', error }]);
    expect(answer.headers['retry-after']).toBeUndefined();
    expect((await ask('GET', `${place}?fail-on=CRITICAL`)).statusCode).toBe(422);
    const table = await ask('GET', `${place}?format=table`);
    expect([table.statusCode, bodyOf(table).detail]).toEqual([409, 'the scan failed: this is a chart']);
  });

  it('a fault of our own is told without its text', async () => {
    const { ask, scanned, world } = imageApp();
    world.script.scan = () => Promise.reject(new DrydockError('scanner_contract', 'at /opt/bin/trivy'));
    expect(bodyOf(await ask('GET', await scanned())).error).toEqual({
      code: 'scanner_contract',
      message: "The scanner's answer is not understood",
      retryable: false,
      status: 500,
    });
  });

  it('whoever has an answer is told 304, until the scan is made anew', async () => {
    const { read, place, ask } = await withScan();
    const { headers } = await read();
    expect(headers['cache-control']).toBe('private, no-cache');
    const etag = headers.etag!;
    for (const known of [etag, etag.slice(2), `"x", ${etag}`, '*']) {
      const again = await read('', { 'if-none-match': known });
      expect([known, again.statusCode, again.body, again.headers.etag]).toEqual([known, 304, '', etag]);
      expect(again.headers['content-type']).toBeUndefined();
    }
    expect((await read('', { 'if-none-match': '"x"' })).statusCode).toBe(200);
    expect((await read('?severity=LOW', { 'if-none-match': etag })).statusCode).toBe(200);
    expect((await read('?fail-on=CRITICAL', { 'if-none-match': '*' })).statusCode).toBe(422);
    const head = await ask('HEAD', place);
    expect([head.statusCode, head.headers.etag, head.body]).toEqual([200, etag, '']);
  });

  it('larger answers are packed for those who take gzip', async () => {
    const { read } = await withScan();
    const plain = await read();
    expect(plain.headers).toMatchObject({ vary: 'accept-encoding' });
    for (const accept of ['gzip', 'br, GZIP;q=0.5', '*', 'x-gzip']) {
      const packed = await read('', { 'accept-encoding': accept });
      expect([packed.isBase64Encoded, packed.headers['content-encoding']]).toEqual([true, 'gzip']);
      expect(packed.headers.etag).toBe(plain.headers.etag);
      expect(gunzipSync(Buffer.from(packed.body, 'base64')).toString()).toBe(plain.body);
    }
    for (const accept of ['', 'br', 'gzip;q=0', '*;q=0', 'gzip;q=0, *']) {
      expect([accept, (await read('', { 'accept-encoding': accept })).body]).toEqual([accept, plain.body]);
    }
  });
});
