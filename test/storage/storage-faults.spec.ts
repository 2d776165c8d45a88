import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localPrincipal } from '../../functions/access/principal.ts';
import { cappedScanStore } from '../../functions/scans/capped-scan-store.ts';
import type { ManifestScanStore } from '../../functions/scans/ports.ts';
import { type FinishedScan, recordManifestScan } from '../../functions/scans/record-manifest-scan.ts';
import { scanIds } from '../../functions/scans/scan-id.ts';
import { dynamoScanStore } from '../../functions/storage/manifests/dynamo-scan-store.ts';
import { pointerItems } from '../../functions/storage/manifests/scan-item.ts';
import { idFor, noon, sampleObject, sampleScan } from '../contract/sample-scan.ts';
import { handTimer } from '../scans/hand-timer.ts';
import { broken, type Fault, type FaultyTable, faultyTable, throttled } from './faulty-table.ts';

let table: FaultyTable;
let store: ManifestScanStore;
let tenant = '';
let cases = 0;

beforeAll(async () => {
  table = await faultyTable();
  store = dynamoScanStore(table.client, table.table, () => noon);
});
afterAll(() => table.close());
beforeEach(() => {
  cases += 1;
  tenant = `case-${cases}`;
  table.spoil(() => undefined);
});

const id = idFor('pod');
const unavailable = expect.objectContaining({ code: 'storage_unavailable' });
const two = [sampleObject('Pod/a.default'), sampleObject('Pod/b.default')];
const always = (fault: Fault) => () => fault;
const only = (operation: string, fault: Fault, times = Number.POSITIVE_INFINITY) => {
  return (name: string, nth: number) => (name === operation && nth < times ? fault : undefined);
};

describe('storage faults (F15, F27)', () => {
  it('a throttled write is tried again and counted once', async () => {
    table.spoil(only('UpdateItem', throttled, 1));
    expect(await store.record(sampleScan({ tenant }))).toBe('stored');
    expect(table.seen).toEqual(['UpdateItem', 'UpdateItem']);
    expect(await store.read(tenant, id)).toMatchObject({ count: 1 });
  });

  it.each([
    ['throttled', throttled],
    ['broken', broken],
    ['cutting connections', 'connection cut' as const],
  ])('a table that is %s is unavailable after three tries, with the cause kept', async (_name, fault) => {
    table.spoil(always(fault));
    const failure = await store.record(sampleScan({ tenant })).catch((error) => error);
    expect(failure).toEqual(unavailable);
    expect(failure.cause).toBeInstanceOf(Error);
    expect(table.seen).toHaveLength(3);
  });

  it('every operation of an unavailable table says so', async () => {
    await store.record(sampleScan({ tenant, objects: two }));
    table.spoil(always('connection cut'));
    await expect(store.read(tenant, id)).rejects.toEqual(unavailable);
    await expect(store.list({ tenant, limit: 1 })).rejects.toEqual(unavailable);
    await expect(store.list({ tenant, limit: 1, object: 'Pod/b.default' })).rejects.toEqual(unavailable);
    await expect(store.remove(tenant, id)).rejects.toEqual(unavailable);
  });

  it('a table that nobody listens for is unavailable', async () => {
    const gone = await faultyTable();
    await gone.close();
    const orphan = dynamoScanStore(gone.client, gone.table, () => noon);
    await expect(orphan.read(tenant, id)).rejects.toEqual(unavailable);
  });

  it('a lost answer leaves the scan stored, counted by the retry as well', async () => {
    table.spoil(only('UpdateItem', 'answer lost', 1));
    expect(await store.record(sampleScan({ tenant }))).toBe('stored');
    expect(await store.read(tenant, id)).toMatchObject({ count: 2, firstSeen: noon });
  });

  it('an answer that is no JSON is unavailable, not a crash', async () => {
    table.spoil(always({ answer: '<html>gateway</html>' }));
    await expect(store.read(tenant, id)).rejects.toEqual(unavailable);
  });

  it('an aborted write ends at once and lets go of its connection', async () => {
    table.spoil(always('never answered'));
    const controller = new AbortController();
    const hanging = table.hanging();
    const write = store.record(sampleScan({ tenant }), controller.signal);
    const { closed } = await hanging;
    controller.abort();
    await expect(write).rejects.toEqual(unavailable);
    await closed;
    expect(table.seen).toEqual(['UpdateItem']);
  });

  it('items a throttled table gives back are sent again', async () => {
    const unprocessed = JSON.stringify({ UnprocessedItems: { [table.table]: [pointer()] } });
    table.spoil(only('BatchWriteItem', { answer: unprocessed }, 2));
    expect(await store.record(sampleScan({ tenant, objects: two }))).toBe('stored');
    expect((await store.list({ tenant, limit: 5, object: 'Pod/b.default' })).scans).toHaveLength(1);
  });

  it('items a throttled table gives back for ever make the scan unstored, and the next sighting whole', async () => {
    const unprocessed = JSON.stringify({ UnprocessedItems: { [table.table]: [pointer()] } });
    table.spoil(only('BatchWriteItem', { answer: unprocessed }));
    await expect(store.record(sampleScan({ tenant, objects: two }))).rejects.toEqual(unavailable);
    table.spoil(() => undefined);
    expect((await store.list({ tenant, limit: 5, object: 'Pod/b.default' })).scans).toEqual([]);
    await store.record(sampleScan({ tenant, objects: two }));
    expect((await store.list({ tenant, limit: 5, object: 'Pod/b.default' })).scans).toHaveLength(1);
  });

  it('a pointer to a scan that was never written is skipped', async () => {
    table.spoil(only('UpdateItem', broken));
    await expect(store.record(sampleScan({ tenant, objects: two }))).rejects.toEqual(unavailable);
    expect(await store.list({ tenant, limit: 5, object: 'Pod/b.default' })).toEqual({ scans: [] });
  });

  it('scans a throttled table does not give are asked for again, then the list is unavailable', async () => {
    await store.record(sampleScan({ tenant, objects: two }));
    const key = { pk: { S: `T#${tenant}#SCAN#${id}` }, sk: { S: 'SCAN' } };
    const answer = JSON.stringify({ Responses: {}, UnprocessedKeys: { [table.table]: { Keys: [key] } } });
    table.spoil(only('BatchGetItem', { answer }, 2));
    expect((await store.list({ tenant, limit: 5, object: 'Pod/b.default' })).scans).toHaveLength(1);
    table.spoil(only('BatchGetItem', { answer }));
    await expect(store.list({ tenant, limit: 5, object: 'Pod/b.default' })).rejects.toEqual(unavailable);
  });

  it('a writer that others keep getting in the way of gives up', async () => {
    const refused = { error: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', status: 400 };
    table.spoil(always(refused));
    await expect(store.record(sampleScan({ tenant }))).rejects.toEqual(unavailable);
  });

  it('a host whose clock is an hour ahead moves no scan into the past of others', async () => {
    await store.record(sampleScan({ tenant, lastSeen: noon + 3_600_000 }));
    for (let sighting = 0; sighting < 3; sighting += 1)
      await store.record(sampleScan({ tenant, lastSeen: noon + sighting }));
    expect(await store.read(tenant, id)).toMatchObject({ count: 4, lastSeen: noon + 3_600_000 });
  });

  it.each<[string, Fault, 'true' | 'false']>([
    ['throttles', throttled, 'false'],
    ['is broken', broken, 'false'],
    ['never answers', 'never answered', 'false'],
    ['cuts connections', 'connection cut', 'false'],
    ['loses answers', 'answer lost', 'false'],
    ['talks garbage', { answer: '{' }, 'false'],
    ['answers nothing', { answer: '{}' }, 'true'],
  ])('a scan does not fail when the table %s', async (_name, fault, stored) => {
    table.spoil(always(fault));
    const timer = handTimer();
    const capped = cappedScanStore(store, timer.set, { firstMs: 1_000, warmMs: 150 });
    const counted: string[] = [];
    const deps = {
      store: capped,
      ...{ idOf: scanIds(Buffer.from('key')), retentionDays: 1, clock: () => noon },
      log: { warn: () => {} },
      metrics: { count: (name: string) => counted.push(name) },
    };
    const recorded = recordManifestScan(deps, { ...localPrincipal, tenant }, finished);
    if (fault === 'never answered') {
      timer.advance(1_000);
      expect(await recorded).toMatchObject({ stored });
      return;
    }
    expect(await recorded).toMatchObject({ stored });
    expect(counted).toEqual(stored === 'false' ? ['ScanNotStored'] : []);
  });
});

const finished: FinishedScan = {
  body: Buffer.from('kind: Pod'),
  reports: [{ object: 'Pod/web.default', valid: true, fileName: 'API', message: '', score: 0, scoring: {} }],
  ...{ engine: 'e', kubernetesVersion: '1.36.0', schemaLocation: '', options: {} },
};

const pointer = () => ({ PutRequest: { Item: pointerItems(sampleScan({ tenant, objects: two }))[0] } });
