import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announceNews } from '../../functions/notify/announce.ts';
import { deliverDue } from '../../functions/notify/deliver.ts';
import { nextDigest } from '../../functions/notify/digest-times.ts';
import { makeDigests } from '../../functions/notify/make-digest.ts';
import { notifyWorld, sampleNews, start } from './notify-world.ts';

const run = { tenant: 'acme', id: 'run-1', database: 'g2', time: start };
const minute = 60_000;
const hour = 60 * minute;

describe('digests', () => {
  it('digest: what was collected goes out as one message when it is due, once', async () => {
    const world = notifyWorld();
    await world.subscribe('team', { digest: { every: 'day', hour: 8 } });
    for (const vulnerability of ['CVE-2026-1', 'CVE-2026-2']) await world.deps.news.note(sampleNews({ vulnerability }));
    await announceNews(world.deps, run);
    expect(await deliverDue(world.deps)).toBe(0);
    await makeDigests(world.deps);
    expect(await deliverDue(world.deps)).toBe(0);
    world.time.now = start + 20 * hour + minute;
    await makeDigests(world.deps);
    await makeDigests(world.deps);
    await deliverDue(world.deps);
    expect(world.sent).toHaveLength(1);
    const event = JSON.parse(world.sent[0]!.body);
    expect(event).toMatchObject({ type: 'dev.drydock.digest.v1', data: { count: 2 } });
    world.time.now += 24 * hour;
    await makeDigests(world.deps);
    await deliverDue(world.deps);
    expect(world.sent).toHaveLength(1);
  });

  it('digest: broken off after the message was made, it is finished without a second one', async () => {
    const world = notifyWorld();
    await world.subscribe('team', { digest: { every: 'hour' } });
    await world.deps.news.note(sampleNews());
    await announceNews(world.deps, run);
    world.time.now += hour + minute;
    const { deliveries } = world.deps;
    const broken = { ...deliveries, replace: () => Promise.reject(new Error('cut')) };
    await makeDigests({ ...world.deps, deliveries: broken });
    expect(world.logged).toEqual(['digest not made']);
    await makeDigests(world.deps);
    await deliverDue(world.deps);
    expect(world.sent).toHaveLength(1);
  });

  it('digest: what comes after it was made and before that is noted goes into the next one, whoever dies in between', async () => {
    const world = notifyWorld();
    await world.subscribe('team', { digest: { every: 'hour' } });
    await world.deps.news.note(sampleNews());
    await announceNews(world.deps, run);
    world.time.now += hour + minute;
    const { deliveries } = world.deps;
    const broken = { ...deliveries, replace: () => Promise.reject(new Error('cut')) };
    await makeDigests({ ...world.deps, deliveries: broken });
    // A run that began before the digest was due ends now.
    await world.deps.news.note(sampleNews({ vulnerability: 'CVE-2026-2', source: 'run-2' }));
    await announceNews(world.deps, { ...run, id: 'run-2' });
    await makeDigests(world.deps);
    world.time.now += hour;
    await makeDigests(world.deps);
    await deliverDue(world.deps);
    const told = world.sent.flatMap(({ body }) =>
      JSON.parse(body).data.vulnerabilities.map((one: { id: string }) => one.id),
    );
    expect(told).toEqual(['CVE-2026-1', 'CVE-2026-2']);
  });

  it('digest: a subscription that is to be told at once from now on gets what was collected as a last digest', async () => {
    const world = notifyWorld();
    await world.subscribe('team', { digest: { every: 'week' } });
    await world.deps.news.note(sampleNews());
    await announceNews(world.deps, run);
    world.time.now += minute;
    await world.subscribe('team');
    world.time.now += 11 * minute;
    await makeDigests(world.deps);
    await makeDigests(world.deps);
    await deliverDue(world.deps);
    expect(world.sent.map(({ body }) => JSON.parse(body).data.count)).toEqual([1]);
    expect(await world.deps.subscriptions.read('acme', 'team')).not.toHaveProperty('due');
  });

  it('digest: the next one is later than now, at its minute, and none lies between', () => {
    const times = fc.record({ every: fc.constantFrom('hour', 'day', 'week'), hour: fc.nat(23) });
    fc.assert(
      fc.property(times, fc.nat(2e12), (digest, now) => {
        const period = { hour, day: 24 * hour, week: 168 * hour }[digest.every];
        const next = nextDigest(digest, now);
        expect(next).toBeGreaterThan(now);
        expect(next - now).toBeLessThanOrEqual(period);
        const date = new Date(next);
        expect(next % hour).toBe(0);
        if (digest.every !== 'hour') expect(date.getUTCHours()).toBe(digest.hour);
        if (digest.every === 'week') expect(date.getUTCDay()).toBe(1);
      }),
    );
  });
});
