import type { ManifestScanStore } from '../../functions/scans/ports.ts';

/** A store whose readers see what any thread has recorded before. */
export const afterThreads = (store: ManifestScanStore, flush: () => Promise<void>): ManifestScanStore => ({
  record: (scan) => store.record(scan),
  read: (tenant, id) => flush().then(() => store.read(tenant, id)),
  list: (query) => flush().then(() => store.list(query)),
  remove: (tenant, id) => flush().then(() => store.remove(tenant, id)),
});
