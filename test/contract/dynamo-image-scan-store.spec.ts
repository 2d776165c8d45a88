import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoIdempotencyStore } from '../../functions/storage/images/dynamo-idempotency-store.ts';
import { dynamoImageScanStore } from '../../functions/storage/images/dynamo-image-scan-store.ts';
import { dynamoImageStore } from '../../functions/storage/images/dynamo-image-store.ts';
import { dynamoScanStore } from '../../functions/storage/manifests/dynamo-scan-store.ts';
import { type FaultyTable, faultyTable } from '../storage/faulty-table.ts';
import { imageScanStoreContract } from './image-scan-store.ts';
import { imageStoreContract } from './image-store.ts';
import { sampleImageScan } from './sample-image-scan.ts';
import { noon } from './sample-scan.ts';

let table: FaultyTable;
const time = { now: noon };
const clock = () => time.now;

beforeAll(async () => {
  table = await faultyTable();
});
afterAll(() => table.close());

imageScanStoreContract('image scans on dynalite', async () => ({
  store: dynamoImageScanStore(table.client, table.table, clock),
  clock: time,
}));

imageStoreContract('images on dynalite', async () => ({
  images: dynamoImageStore(table.client, table.table, clock),
  idempotency: dynamoIdempotencyStore(table.client, table.table, clock),
  clock: time,
}));

describe('image scans in the table', () => {
  const unavailable = expect.objectContaining({ code: 'storage_unavailable' });
  const badCursor = expect.objectContaining({ code: 'bad_cursor' });

  it('image scan store: a write whose answer was lost is known as its own (F15)', async () => {
    const store = dynamoImageScanStore(table.client, table.table, clock);
    const scan = sampleImageScan({ tenant: 'lost' });
    await store.create(scan);
    table.spoil((operation, nth) => (operation === 'PutItem' && nth === 0 ? 'answer lost' : undefined));
    expect(await store.replace({ ...scan, fence: 2, holder: 'me' }, 1)).toBe(true);
    table.spoil((operation, nth) => (operation === 'PutItem' && nth === 0 ? 'answer lost' : undefined));
    expect(await store.replace({ ...scan, fence: 3, holder: 'late' }, 1)).toBe(false);
    table.spoil(() => undefined);
  });

  it('image scan store: every operation of an unreachable table says so', async () => {
    const store = dynamoImageScanStore(table.client, table.table, clock);
    const images = dynamoImageStore(table.client, table.table, clock);
    const scan = sampleImageScan({ tenant: 'gone' });
    table.spoil(() => 'connection cut');
    const uses = [
      () => store.create(scan),
      () => store.read('gone', scan.id),
      () => store.replace(scan, 1),
      () => store.remove('gone', scan.id),
      () => store.list({ tenant: 'gone', limit: 1 }),
      () => store.due(noon, 1),
      () => images.read('gone', scan.digest!),
      () => images.list({ tenant: 'gone', limit: 1 }),
    ];
    for (const use of uses) await expect(use()).rejects.toEqual(unavailable);
    table.spoil(() => undefined);
  });

  it('image scan store: an item above 64 KB is refused (F25)', async () => {
    const store = dynamoImageScanStore(table.client, table.table, clock);
    const scan = sampleImageScan({ tenant: 'large', scanners: 'x'.repeat(70_000) });
    await expect(store.create(scan)).rejects.toMatchObject({ code: 'internal' });
  });

  it('image scan store: positions of another listing are refused', async () => {
    const store = dynamoImageScanStore(table.client, table.table, clock);
    const images = dynamoImageStore(table.client, table.table, clock);
    const after = 'T#other#x';
    await expect(store.list({ tenant: 'a', limit: 1, after })).rejects.toEqual(badCursor);
    await expect(images.list({ tenant: 'a', limit: 1, after })).rejects.toEqual(badCursor);
    await expect(images.history({ tenant: 'a', digest: 'd', limit: 1, after })).rejects.toEqual(badCursor);
  });

  it('image scan store: scans of manifests and of images do not see each other', async () => {
    const store = dynamoImageScanStore(table.client, table.table, clock);
    const manifests = dynamoScanStore(table.client, table.table, clock);
    const scan = sampleImageScan({ tenant: 'both' });
    await store.create(scan);
    expect(await manifests.read('both', scan.id)).toBeUndefined();
    expect((await manifests.list({ tenant: 'both', limit: 5 })).scans).toEqual([]);
  });
});
