import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoWaitPlaces } from '../../functions/storage/images/dynamo-wait-places.ts';
import { memoryTable, type TestTable } from '../contract/memory-table.ts';

describe('places for callers that wait', () => {
  let table: TestTable;
  let name = 0;
  const time = { now: Date.parse('2026-11-24T12:00:00Z') };
  beforeAll(async () => {
    table = await memoryTable();
  });
  afterAll(() => table.close());
  beforeEach(() => {
    // Whatever the test before took is over.
    time.now += 3_600_000;
  });
  const places = (count: number, random = () => 0) => {
    const { client, table: tableName } = table;
    const newHolder = () => {
      name += 1;
      return `holder-${name}`;
    };
    return dynamoWaitPlaces({ client, table: tableName, places: count, clock: () => time.now, random, newHolder });
  };

  it('places: so many are given, and one that is given back is given again', async () => {
    const two = places(2);
    const first = await two.take(20_000);
    expect(await two.take(20_000)).toBeDefined();
    expect(await two.take(20_000)).toBeUndefined();
    await first?.();
    expect(await two.take(20_000)).toBeDefined();
  });

  it('places: one that nobody gives back is free when its time is over, and is not taken from who has it then', async () => {
    const one = places(1);
    const late = await one.take(20_000);
    time.now += 21_000;
    expect(await one.take(20_000)).toBeDefined();
    await late?.();
    expect(await one.take(20_000)).toBeUndefined();
  });

  it('places: of many only a few are looked at, from one at random', async () => {
    const many = places(10, () => 0.99);
    for (const _ of [1, 2, 3]) expect(await many.take(20_000)).toBeDefined();
    expect(await many.take(20_000)).toBeUndefined();
    expect(await places(10, () => 0.5).take(20_000)).toBeDefined();
  });

  it('places: none at all when there are to be none', async () => {
    expect(await places(0).take(20_000)).toBeUndefined();
  });
});
