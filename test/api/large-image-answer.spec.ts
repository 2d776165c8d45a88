import { describe, expect, it } from 'vitest';
import { signReportLink } from '../../functions/scans/image/report-link.ts';
import { scannedImage } from '../scans/image/image-world.ts';
import { bodyOf, imageApp } from './image-app.ts';

const many = Array.from({ length: 100 }, (_, index) => ({ id: `CVE-${index}`, severity: 'HIGH' }));

/** An app whose own links lead to `GET /reports`, as the local host's do. */
async function withLargeScan() {
  const app = imageApp({ answerBytes: 3_000 });
  const { deps } = app.world;
  deps.reports.link = async (key, seconds) =>
    `/reports?${signReportLink(deps.deploymentKey, deps.clock, key, seconds)}`;
  app.world.script.scan = async () => scannedImage(many);
  return { ...app, place: await app.scanned() };
}

describe('answer above the limit (F24)', () => {
  it('every format but SARIF is 303 with the scan and a link to the whole report', async () => {
    const { ask, place } = await withLargeScan();
    for (const format of ['json', 'trivy', 'table', 'markdown']) {
      const answer = await ask('GET', `${place}?format=${format}&severity=HIGH`);
      expect([format, answer.statusCode]).toEqual([format, 303]);
      expect(bodyOf(answer)).toMatchObject({ status: 'done', counts: { total: 100 } });
      expect(bodyOf(answer).findings).toBeUndefined();
      const report = await ask('GET', answer.headers.location!);
      expect([report.statusCode, report.headers['content-type']]).toEqual([200, 'application/json']);
      expect(bodyOf(report)).toMatchObject({ SchemaVersion: 2, ArtifactName: 'nginx:1.27' });
      expect(report.body.split('CVE-').length).toBe(101);
    }
    const sarif = await ask('GET', `${place}?format=sarif`);
    expect([sarif.statusCode, sarif.body.length <= 3_000]).toEqual([200, true]);
  });

  it('a gate that stops is 422 all the same', async () => {
    const { ask, place } = await withLargeScan();
    const answer = await ask('GET', `${place}?fail-on=HIGH`);
    expect([answer.statusCode, bodyOf(answer).status]).toEqual([422, 'done']);
    expect((await ask('GET', answer.headers.location!)).statusCode).toBe(200);
  });

  it('a submit of a known image leads to the report, too, not to the scan without its view', async () => {
    const { ask } = await withLargeScan();
    for (const [view, status] of [
      ['format=trivy', 303],
      ['fail-on=HIGH', 422],
    ] as const) {
      const answer = await ask('POST', `/scan/image?image=nginx:1.27&${view}`);
      expect([view, answer.statusCode]).toEqual([view, status]);
      expect(bodyOf(await ask('GET', answer.headers.location!))).toMatchObject({ SchemaVersion: 2 });
    }
  });

  it('a page that fits is no link', async () => {
    const { ask, place } = await withLargeScan();
    expect((await ask('GET', `${place}?limit=2`)).statusCode).toBe(200);
  });

  it('a link is good for five minutes, for its report only, without credentials', async () => {
    const { ask, place, world, caller } = await withLargeScan();
    const link = (await ask('GET', place)).headers.location!;
    caller.is = { tenant: 'other', subject: 'key-2', scopes: [] };
    expect((await ask('GET', link)).statusCode).toBe(200);
    expect((await ask('HEAD', link)).body).toBe('');
    for (const other of [link.replace('1-2', '1-3'), link.replace(/expires=\d/, 'expires=9'), `${link}0`, '/reports']) {
      const answer = await ask('GET', other);
      expect([other, answer.statusCode, bodyOf(answer).code]).toEqual([other, 404, 'not_found']);
    }
    world.pass(300_000);
    expect((await ask('GET', link)).statusCode).toBe(404);
  });

  it('a link to a report that was deleted finds nothing', async () => {
    const { ask, place } = await withLargeScan();
    const link = (await ask('GET', place)).headers.location!;
    expect((await ask('DELETE', place)).statusCode).toBe(204);
    expect((await ask('GET', link)).statusCode).toBe(404);
  });
});
