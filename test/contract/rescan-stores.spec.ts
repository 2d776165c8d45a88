import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoClockStore } from '../../functions/storage/rescans/dynamo-clock-store.ts';
import { dynamoCveStore } from '../../functions/storage/rescans/dynamo-cve-store.ts';
import { dynamoRelianceStore } from '../../functions/storage/rescans/dynamo-reliance-store.ts';
import { dynamoRunStore } from '../../functions/storage/rescans/dynamo-run-store.ts';
import { dynamoShelvingStore } from '../../functions/storage/rescans/dynamo-shelving-store.ts';
import { dynamoWatchStore } from '../../functions/storage/rescans/dynamo-watch-store.ts';
import { memoryClockStore, memoryCveStore } from '../rescans/memory-cve-store.ts';
import {
  memoryRelianceStore,
  memoryRunStore,
  memoryShelvingStore,
  memoryWatchStore,
} from '../rescans/memory-run-store.ts';
import { type FaultyTable, faultyTable } from '../storage/faulty-table.ts';
import { clockStoreContract } from './clock-store.ts';
import { cveStoreContract } from './cve-store.ts';
import { relianceStoreContract } from './reliance-store.ts';
import { runStoreContract } from './run-store.ts';
import { noon } from './sample-scan.ts';
import { shelvingStoreContract } from './shelving-store.ts';
import { watchStoreContract } from './watch-store.ts';

let table: FaultyTable;
const time = { now: noon };
const clock = () => time.now;

beforeAll(async () => {
  table = await faultyTable();
});
afterAll(() => table.close());

clockStoreContract('clocks in memory', async () => memoryClockStore());
clockStoreContract('clocks on dynalite', async () => dynamoClockStore(table.client, table.table));
cveStoreContract('CVEs in memory', async () => ({ store: memoryCveStore(clock), clock: time }));
cveStoreContract('CVEs on dynalite', async () => ({
  store: dynamoCveStore(table.client, table.table, clock),
  clock: time,
}));
watchStoreContract('watches in memory', async () => ({ store: memoryWatchStore(clock), clock: time }));
watchStoreContract('watches on dynalite', async () => ({
  store: dynamoWatchStore(table.client, table.table, clock),
  clock: time,
}));
runStoreContract('runs in memory', async () => ({ store: memoryRunStore(clock), clock: time }));
runStoreContract('runs on dynalite', async () => ({
  store: dynamoRunStore(table.client, table.table, clock),
  clock: time,
}));
relianceStoreContract('reliances in memory', async () => ({ store: memoryRelianceStore(clock), clock: time }));
relianceStoreContract('reliances on dynalite', async () => ({
  store: dynamoRelianceStore(table.client, table.table, clock),
  clock: time,
}));
shelvingStoreContract('shelves in memory', async () => memoryShelvingStore());
shelvingStoreContract('shelves on dynalite', async () => dynamoShelvingStore(table.client, table.table, clock));

describe('rescans in the table', () => {
  it('rescan stores: positions of another listing are refused, an unreachable table says so', async () => {
    const store = dynamoCveStore(table.client, table.table, clock);
    const clocks = dynamoClockStore(table.client, table.table);
    const badCursor = expect.objectContaining({ code: 'bad_cursor' });
    await expect(store.listAffected({ tenant: 'a', cve: 'b', limit: 1, after: 'c' })).rejects.toEqual(badCursor);
    await expect(store.listCves({ tenant: 'a', severities: ['LOW'], limit: 1, after: 'c' })).rejects.toEqual(badCursor);
    const watches = dynamoWatchStore(table.client, table.table, clock);
    const runs = dynamoRunStore(table.client, table.table, clock);
    await expect(watches.list({ tenant: 'a', limit: 1, after: 'c' })).rejects.toEqual(badCursor);
    await expect(watches.newSince({ tenant: 'a', since: 0, limit: 1, after: 'c' })).rejects.toEqual(badCursor);
    await expect(runs.list({ tenant: 'a', limit: 1, after: 'c' })).rejects.toEqual(badCursor);
    table.spoil(() => 'connection cut');
    const unavailable = expect.objectContaining({ code: 'storage_unavailable' });
    await expect(store.readIndex('a', 'b', 'c')).rejects.toEqual(unavailable);
    await expect(clocks.read('a', 'b')).rejects.toEqual(unavailable);
    const image = { digest: 'b', platform: 'c' };
    await expect(dynamoRelianceStore(table.client, table.table, clock).read('a', [image])).rejects.toEqual(unavailable);
    await expect(watches.due(1, 1)).rejects.toEqual(unavailable);
    await expect(runs.read('a', 'b')).rejects.toEqual(unavailable);
    await expect(dynamoShelvingStore(table.client, table.table, clock).read('a')).rejects.toEqual(unavailable);
    table.spoil(() => undefined);
  });

  it('clock store: a write whose answer was lost is known as its own (F15)', async () => {
    const clocks = dynamoClockStore(table.client, table.table);
    const shard = { tenant: 'lost', repository: 'r', shard: 1, fence: 1, clocks: [] };
    table.spoil((operation, nth) => (operation === 'PutItem' && nth === 0 ? 'answer lost' : undefined));
    expect(await clocks.replace(shard, 0)).toBe(true);
    table.spoil(() => undefined);
  });
});
