import { afterAll, beforeAll } from 'vitest';
import { dynamoKeyStore } from '../../functions/storage/access/dynamo-key-store.ts';
import { dynamoIdempotencyStore } from '../../functions/storage/images/dynamo-idempotency-store.ts';
import { dynamoImageScanStore } from '../../functions/storage/images/dynamo-image-scan-store.ts';
import { dynamoImageStore } from '../../functions/storage/images/dynamo-image-store.ts';
import { dynamoScanStore } from '../../functions/storage/manifests/dynamo-scan-store.ts';
import { dynamoDeliveryStore } from '../../functions/storage/notify/dynamo-delivery-store.ts';
import { dynamoNewsStore } from '../../functions/storage/notify/dynamo-news-store.ts';
import { dynamoSubscriptionStore } from '../../functions/storage/notify/dynamo-subscription-store.ts';
import { dynamoClockStore } from '../../functions/storage/rescans/dynamo-clock-store.ts';
import { dynamoCveStore } from '../../functions/storage/rescans/dynamo-cve-store.ts';
import { dynamoRelianceStore } from '../../functions/storage/rescans/dynamo-reliance-store.ts';
import { dynamoRunStore } from '../../functions/storage/rescans/dynamo-run-store.ts';
import { dynamoWatchStore } from '../../functions/storage/rescans/dynamo-watch-store.ts';
import { clockStoreContract } from './clock-store.ts';
import { cveStoreContract } from './cve-store.ts';
import { engineTable } from './engine-table.ts';
import { imageScanStoreContract } from './image-scan-store.ts';
import { imageStoreContract } from './image-store.ts';
import { keyStoreContract } from './key-store.ts';
import { notifyStoresContract } from './notify-stores.ts';
import { relianceStoreContract } from './reliance-store.ts';
import { runStoreContract } from './run-store.ts';
import { noon } from './sample-scan.ts';
import { scanStoreContract } from './scan-store.ts';
import { watchStoreContract } from './watch-store.ts';

let on: Awaited<ReturnType<typeof engineTable>>;
const clock = { now: noon };
const now = () => clock.now;

beforeAll(async () => {
  on = await engineTable();
});
afterAll(() => on.close());

clockStoreContract('clocks in the engine', async () => dynamoClockStore(on.client, on.table));
cveStoreContract('CVEs in the engine', async () => ({ store: dynamoCveStore(on.client, on.table, now), clock }));
watchStoreContract('watches in the engine', async () => ({ store: dynamoWatchStore(on.client, on.table, now), clock }));
runStoreContract('runs in the engine', async () => ({ store: dynamoRunStore(on.client, on.table, now), clock }));
relianceStoreContract('reliances in the engine', async () => ({
  store: dynamoRelianceStore(on.client, on.table, now),
  clock,
}));
keyStoreContract('keys in the engine', async () => dynamoKeyStore(on.client, on.table));
scanStoreContract('scans in the engine', async () => ({
  store: dynamoScanStore(on.client, on.table, now),
  clock,
  outcome: 'stored',
}));
imageScanStoreContract('image scans in the engine', async () => ({
  store: dynamoImageScanStore(on.client, on.table, now),
  clock,
}));
imageStoreContract('images in the engine', async () => ({
  images: dynamoImageStore(on.client, on.table, now),
  idempotency: dynamoIdempotencyStore(on.client, on.table, now),
  clock,
}));
notifyStoresContract('notifications in the engine', async () => ({
  subscriptions: dynamoSubscriptionStore(on.client, on.table, () => noon),
  deliveries: dynamoDeliveryStore(on.client, on.table, () => noon),
  news: dynamoNewsStore(on.client, on.table, () => noon),
}));
