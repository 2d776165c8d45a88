import { describe, expect, it } from 'vitest';
import { announceNews } from '../../functions/notify/announce.ts';
import { deliverDue } from '../../functions/notify/deliver.ts';
import type { CloudEvent, VulnerabilityNews } from '../../functions/notify/event.ts';
import { notifyWorld, type Sent, sampleNews, start } from './notify-world.ts';

const run = { tenant: 'acme', id: 'run-1', database: 'g2', time: start };
const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const eventOf = ({ body }: Sent): CloudEvent<VulnerabilityNews> => JSON.parse(body);

describe('announcing news', () => {
  it('announcement: one message for each vulnerability with all its images', async () => {
    const world = notifyWorld();
    await world.subscribe('team');
    for (const digest of ['a', 'b', 'c'].map(digestOf)) await world.deps.news.note(sampleNews({ digest }));
    await world.deps.news.note(sampleNews({ vulnerability: 'CVE-2026-2' }));
    expect(await announceNews(world.deps, run)).toBe(2);
    await deliverDue(world.deps);
    const told = world.sent.map(eventOf).map(({ data }) => [data.id, data.imageCount]);
    expect(told.toSorted()).toEqual([
      ['CVE-2026-1', 3],
      ['CVE-2026-2', 1],
    ]);
  });

  it('announcement: doing it again after a restart tells nothing twice', async () => {
    const world = notifyWorld();
    await world.subscribe('team');
    await world.deps.news.note(sampleNews());
    await announceNews(world.deps, run);
    await deliverDue(world.deps);
    expect(await announceNews(world.deps, run)).toBe(0);
    world.time.now += 60_000;
    expect(await announceNews(world.deps, run)).toBe(0);
    await world.settle();
    expect(world.sent).toHaveLength(1);
  });

  it('announcement: what one run saw first is not told by another run with the same database', async () => {
    const world = notifyWorld();
    await world.subscribe('team');
    expect(await world.deps.news.note(sampleNews())).toBe('run-1');
    expect(await world.deps.news.note(sampleNews({ source: 'run-2' }))).toBe('run-1');
    expect(await announceNews(world.deps, { ...run, id: 'run-2' })).toBe(0);
    expect(await announceNews(world.deps, run)).toBe(1);
  });

  it('announcement: a thousand images are counted, a hundred named', async () => {
    const world = notifyWorld();
    await world.subscribe('team');
    const news = Array.from({ length: 1_000 }, (_, index) =>
      sampleNews({ digest: `sha256:${String(index).padStart(64, '0')}` }),
    );
    expect(await announceNews(world.deps, run, news)).toBe(1);
    await deliverDue(world.deps);
    const { data } = eventOf(world.sent[0]!);
    expect(data.imageCount).toBe(1_000);
    expect(data.images).toHaveLength(100);
  });

  it.each([
    ['severities', { severities: ['CRITICAL'] }, []],
    ['severities', { severities: ['HIGH', 'LOW'] }, ['CVE-2026-1', 'CVE-2026-3']],
    ['fixable', { fixable: true }, ['CVE-2026-1']],
    ['repositories', { repositories: ['ghcr.io/**'] }, ['CVE-2026-3']],
    ['events', { events: ['withdrawn'] }, ['CVE-2026-3']],
    ['nothing', {}, ['CVE-2026-1', 'CVE-2026-3']],
  ])('announcement: the filter by %s %j lets pass %j', async (_, filter, ids) => {
    const world = notifyWorld();
    await world.subscribe('team', { filter });
    await world.deps.news.note(sampleNews());
    await world.deps.news.note(
      sampleNews({
        vulnerability: 'CVE-2026-3',
        kind: 'withdrawn',
        severity: 'LOW',
        repository: 'ghcr.io/team/app',
        packages: [{ name: 'zlib', installed: '1' }],
      }),
    );
    await announceNews(world.deps, run);
    await deliverDue(world.deps);
    const told = world.sent.map(eventOf).map(({ data }) => data.id);
    expect(told.toSorted()).toEqual(ids);
  });

  it('announcement: a paused subscription and another tenant hear nothing', async () => {
    const world = notifyWorld();
    await world.subscribe('team', { paused: true });
    await world.deps.news.note(sampleNews());
    expect(await announceNews(world.deps, run)).toBe(0);
    await world.subscribe('team');
    expect(await announceNews(world.deps, { ...run, tenant: 'other' })).toBe(0);
  });
});
