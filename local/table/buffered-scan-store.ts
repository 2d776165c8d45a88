import { DrydockError } from '../../functions/errors.ts';
import { addSighting } from '../../functions/scans/add-sighting.ts';
import type { ManifestScan, ManifestScanStore, ScanLog, Timer } from '../../functions/scans/ports.ts';
import { scanKey, scanWeight } from './scan-weight.ts';

/** A writer that failed is left alone for so long. */
const retryAfterMs = 1_000;

/** Where a buffer writes to. */
export interface ScanWriter {
  /** Resolves when these can no longer be lost, but for those in `left`, which are sent again. Never rejects. */
  write(batch: readonly ManifestScan[]): Promise<WriteOutcome>;
  /** Resolves when everything written before is seen by readers. */
  settle(): Promise<void>;
  /** bytes of what was written and readers do not see yet */
  backlog(): number;
}

export interface WriteOutcome {
  left: readonly ManifestScan[];
  /** why some are left */
  error?: unknown;
}

export interface BufferRoom {
  /** how long a sighting waits for others, in milliseconds */
  writeAfterMs: number;
  /** about the bytes of scans that may wait, here and in the writer */
  capacityBytes: number;
}

export interface BufferSettings extends BufferRoom {
  log: ScanLog;
  timer: Timer;
}

/** How many sightings were promised, written and refused since the start. */
export interface BufferCounts {
  pending: number;
  written: number;
  dropped: number;
}

export interface BufferedScanStore {
  store: ManifestScanStore;
  counts(): BufferCounts;
  /** Writes what waits, for readers of other threads to see; rejects when that fails. */
  flush(): Promise<void>;
  /** Writes what waits; rejects when that fails. */
  close(): Promise<void>;
}

/**
 * Answers `record` at once: sightings of a scan are added up and written together a little later. What finds no room is
 * `dropped`. Readers first wait for what was recorded before them.
 */
export function bufferedScanStore(
  reader: ManifestScanStore,
  writer: ScanWriter,
  { log, timer, writeAfterMs, capacityBytes }: BufferSettings,
): BufferedScanStore {
  const counts = { pending: 0, written: 0, dropped: 0 };
  let waiting = new Map<string, ManifestScan>();
  let bytes = 0;
  let writing: Promise<void> = Promise.resolve();
  let cancel: (() => void) | undefined;
  let isClosed = false;

  function add(scan: ManifestScan): boolean {
    const key = scanKey(scan);
    const known = waiting.get(key);
    if (known === undefined) {
      const weight = scanWeight(scan);
      if (bytes + weight + writer.backlog() > capacityBytes) return false;
      bytes += weight;
    }
    waiting.set(key, addSighting(known, scan));
    return true;
  }

  async function writeBatch(): Promise<void> {
    if (waiting.size === 0) return;
    const batch = waiting;
    const batchBytes = bytes;
    waiting = new Map();
    const { left, error } = await writer.write([...batch.values()]);
    bytes -= batchBytes;
    for (const scan of left) batch.delete(scanKey(scan));
    for (const scan of batch.values()) counts.written += scan.count;
    if (left.length === 0) return;
    keep(left);
    log.warn('scans not written yet', { scans: left.length, reason: String(error) });
    throw new DrydockError('storage_unavailable', 'the table does not take scans right now', { cause: error });
  }

  // They were promised: they stay, full or not, and count before what came since.
  function keep(left: readonly ManifestScan[]): void {
    const newer = waiting;
    waiting = new Map();
    for (const scan of [...left, ...newer.values()]) {
      const key = scanKey(scan);
      waiting.set(key, addSighting(waiting.get(key), scan));
    }
    for (const scan of left) bytes += scanWeight(scan);
    plan(retryAfterMs);
  }

  function flush(): Promise<void> {
    cancel?.();
    cancel = undefined;
    const next = writing.then(writeBatch);
    writing = next.catch(() => {});
    return next;
  }

  function plan(ms: number): void {
    if (isClosed) return;
    cancel ??= timer(ms, () => {
      cancel = undefined;
      // Those who wait for a flush of their own hear of a failure; the batch is kept and planned again.
      flush().catch(() => {});
    });
  }

  async function settled(): Promise<void> {
    await flush();
    await writer.settle();
  }

  return {
    store: {
      async record(scan) {
        if (isClosed || !add(scan)) {
          counts.dropped += scan.count;
          return 'dropped';
        }
        counts.pending += scan.count;
        plan(writeAfterMs);
        return 'pending';
      },
      read: (tenant, id) => settled().then(() => reader.read(tenant, id)),
      list: (query) => settled().then(() => reader.list(query)),
      remove: (tenant, id) => settled().then(() => reader.remove(tenant, id)),
    },
    counts: () => ({ ...counts }),
    flush: settled,
    close() {
      isClosed = true;
      return settled();
    },
  };
}
