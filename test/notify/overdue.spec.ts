import { describe, expect, it } from 'vitest';
import { deliverDue } from '../../functions/notify/deliver.ts';
import { alarmWhenOverdue, defaultOverdueRules, overdueReasons } from '../../functions/notify/overdue.ts';
import { notifyWorld, start } from './notify-world.ts';

const day = 86_400_000;

describe('the dead man’s alarm', () => {
  it.each([
    ['all is fresh', { oldestResult: start - day, database: start - day }, 0],
    ['nothing is watched', { database: start }, 0],
    ['there is no database', { oldestResult: start }, 1],
    ['the database is old', { oldestResult: start, database: start - 2 * day - 1 }, 1],
    ['a rescan is old', { oldestResult: start - 3 * day - 1, database: start }, 1],
    ['both are old', { oldestResult: 0, database: 0 }, 2],
  ])('overdue: when %s there are %j reasons', (_, freshness, count) => {
    const reasons = overdueReasons({ tenant: 'acme', ...freshness }, defaultOverdueRules, start);
    expect(reasons).toHaveLength(count);
  });

  it('overdue: it is told once a day, at once even where there are digests, and counted', async () => {
    const world = notifyWorld();
    await world.subscribe('team', { digest: { every: 'week' }, filter: { severities: ['CRITICAL'] } });
    await world.subscribe('deaf', { filter: { events: ['new'] } });
    const freshness = { tenant: 'acme', database: 0 };
    for (const hours of [0, 1, 2]) {
      world.time.now = start + hours * 3_600_000;
      await alarmWhenOverdue(world.deps, freshness, defaultOverdueRules);
      await deliverDue(world.deps);
    }
    expect(world.sent.map(({ body }) => JSON.parse(body).type)).toEqual(['dev.drydock.rescans.overdue.v1']);
    world.time.now += day;
    await alarmWhenOverdue(world.deps, freshness, defaultOverdueRules);
    await deliverDue(world.deps);
    expect(world.sent).toHaveLength(2);
    expect(world.counted.get('RescansOverdue')).toBe(4);
    expect(
      await alarmWhenOverdue(world.deps, { tenant: 'acme', database: world.time.now }, defaultOverdueRules),
    ).toEqual([]);
  });
});
