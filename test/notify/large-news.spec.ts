import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announceNews } from '../../functions/notify/announce.ts';
import { deliverDue } from '../../functions/notify/deliver.ts';
import { makeDigests } from '../../functions/notify/make-digest.ts';
import { newsOf } from '../../functions/rescans/news/news-of.ts';
import { jsonItem } from '../../functions/storage/table/json-item.ts';
import { finding } from '../image/diff/findings.ts';
import { memoryDeliveryStore, memoryNewsStore } from './memory-stores.ts';
import { notifyWorld, sampleNews, start } from './notify-world.ts';

const hour = 3_600_000;

/** The notifier over stores that refuse what is larger than an item of the table may be. */
function tableWorld() {
  const deliveries = memoryDeliveryStore();
  const news = memoryNewsStore();
  const fitting = <T>(row: T): T => {
    jsonItem({ pk: 'pk', sk: 'sk' }, row);
    return row;
  };
  return notifyWorld({
    deliveries: { ...deliveries, create: async (row) => deliveries.create(fitting(row)) },
    news: { ...news, note: async (one) => news.note(fitting(one)) },
  });
}

const digestOf = (index: number) => `sha256:${String(index).padStart(64, '0')}`;
const image = {
  ...{ tenant: 'acme', scan: 'i1', run: 'r1', image: 'docker.io/library/app:1', repository: 'docker.io/library/app' },
  ...{ digest: digestOf(1), platform: 'linux/amd64', database: 'g2' },
};
const diffOf = (added: ReturnType<typeof finding>[]) => ({
  ...{ added, fixed: [], withdrawn: [], severityChanged: [], updated: [], unchanged: 0 },
});

describe('news that are large', () => {
  it('announcement: a vulnerability of eight packages in a hundred images is told, as many images by name as fit', async () => {
    const world = tableWorld();
    await world.subscribe('team');
    const packages = Array.from({ length: 8 }, (_, at) => ({
      name: `libsomething-of-glibc-${at}`,
      installed: '2.36-9+deb12u7',
      fixed: '2.36-9+deb12u8',
    }));
    const news = Array.from({ length: 100 }, (_, at) => {
      const named = { image: `registry.example.com/team/service-${at}:2026.11.24`, platform: 'linux/amd64' };
      return sampleNews({ packages, image: { ...named, digest: digestOf(at) } });
    });
    const run = { tenant: 'acme', id: 'large', database: 'g2', time: start };
    expect(await announceNews(world.deps, run, news)).toBe(1);
    await deliverDue(world.deps);
    const { data } = JSON.parse(world.sent[0]!.body);
    expect(data.imageCount).toBe(100);
    expect(data.images.length).toBeGreaterThan(40);
    expect(Buffer.byteLength(world.sent[0]!.body)).toBeLessThan(64 * 1024);
  });

  it('news: whatever an image calls its packages, they can be kept and told', async () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom(
        '\u0000'.repeat(5_000),
        '\ud800'.repeat(5_000),
        '漢'.repeat(5_000),
        '"'.repeat(5_000),
        '😀'.repeat(300),
      ),
    );
    const findings = fc.array(
      fc
        .record({ package: texts, installed: texts, fixed: texts })
        .map((one) => finding({ ...one, title: one.package })),
      { minLength: 20, maxLength: 25 },
    );
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(findings, async (added) => {
        runs += 1;
        const world = tableWorld();
        await world.subscribe('team');
        const [news] = newsOf({ ...image, run: `r${runs}`, digest: digestOf(runs) } as never, diffOf(added));
        expect(await world.deps.news.note(news!)).toBe(news!.source);
        const source = { tenant: 'acme', id: `r${runs}`, database: 'g2', time: start + runs };
        expect(await announceNews(world.deps, source, [news!])).toBe(1);
      }),
      { numRuns: 30 },
    );
  });

  it('digest: a thousand vulnerabilities with long titles are counted, as many named as fit', async () => {
    const world = tableWorld();
    await world.subscribe('team', { digest: { every: 'hour' } });
    const news = Array.from({ length: 300 }, (_, at) =>
      sampleNews({ vulnerability: `CVE-2026-${1_000 + at}`, title: 'so long that it says it all '.repeat(30) }),
    );
    await announceNews(world.deps, { tenant: 'acme', id: 'digest', database: 'g2', time: start + 7 }, news);
    world.time.now = start + hour + 60_000;
    await makeDigests(world.deps);
    expect(world.logged).toEqual([]);
    await deliverDue(world.deps);
    const told = world.sent.map(({ body }) => JSON.parse(body)).find(({ type }) => type === 'dev.drydock.digest.v1');
    expect(told.data.count).toBe(300);
    expect(told.data.vulnerabilities.length).toBeGreaterThan(40);
  });
});
