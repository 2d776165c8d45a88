import { memoryIdempotencyStore, memoryImageScanStore, memoryImageStore } from '../scans/image/memory-stores.ts';
import { imageScanStoreContract } from './image-scan-store.ts';
import { imageStoreContract } from './image-store.ts';
import { noon } from './sample-scan.ts';

// The stores that other tests use must do what the table does.
const time = { now: noon };
const clock = () => time.now;

imageScanStoreContract('image scans in memory', async () => ({ store: memoryImageScanStore(clock), clock: time }));
imageStoreContract('images in memory', async () => ({
  images: memoryImageStore(),
  idempotency: memoryIdempotencyStore(clock),
  clock: time,
}));
