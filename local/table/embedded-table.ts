import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock, ManifestScanStore, ScanLog } from '../../functions/scans/ports.ts';
import { dynamoScanStore } from '../../functions/storage/manifests/dynamo-scan-store.ts';
import { systemTimer } from '../../functions/system-timer.ts';
import { type BufferCounts, type BufferRoom, bufferedScanStore } from './buffered-scan-store.ts';
import { engineClient } from './engine-client.ts';
import { type LineWriter, writerOfLines } from './line-writer.ts';
import { startTableWorker, type WorkerLink } from './worker-link.ts';

export interface LocalTable {
  client: DynamoDBClient;
  table: string;
  store: ManifestScanStore;
  /** for the buffers of other threads */
  lines: LineWriter;
  /** what each of these has */
  room: BufferRoom;
  counts(): BufferCounts;
  /** Writes what waits and ends what was started. */
  close(): Promise<void>;
}

export interface EmbeddedTableOptions {
  /** locked by this process: see local/data-directory.ts */
  directory: string;
  table?: string;
  clock: Clock;
  log: ScanLog;
  /** about the bytes of scans that may wait to be written; 16 MiB, some 20,000 small scans, when absent */
  capacityBytes?: number;
  /** how many buffers, that of `store` among them, share this room; 1 when absent */
  buffers?: number;
}

/** Of the 200 ms within which a recorded scan is safe from a kill of the process. Often and little: a large batch makes requests wait. */
const writeAfterMs = 25;
const defaultCapacity = 16_777_216;

/** DynamoDB as dynalite in a worker thread, its data in a directory. Rejects with `bad_configuration` when it cannot be opened. */
export async function embeddedTable(options: EmbeddedTableOptions): Promise<LocalTable> {
  const { directory, table = 'drydock', clock, log, capacityBytes = defaultCapacity, buffers = 1 } = options;
  const link = await startTableWorker({ directory, table, cacheBytes: capacityBytes });
  const client = engineClient(async (operation, body) => (await link.call({ kind: 'ask', operation, body })).answer!);
  const direct = dynamoScanStore(client, table, clock);
  const reader: ManifestScanStore = {
    ...direct,
    // The worker remembers rows: it must be the one to remove them.
    remove: async (tenant, id) => (await link.call({ kind: 'remove', tenant, id })).removed === true,
  };
  const lines = linesOver(link, buffers);
  const room: BufferRoom = { writeAfterMs, capacityBytes: capacityBytes / buffers };
  const buffer = bufferedScanStore(reader, writerOfLines(lines), { ...room, log, timer: systemTimer });
  return {
    client,
    table,
    store: buffer.store,
    lines,
    room,
    counts: buffer.counts,
    async close() {
      try {
        await buffer.close();
      } finally {
        client.destroy();
        await link.call({ kind: 'close' }).finally(link.stop);
      }
    },
  };
}

function linesOver(link: WorkerLink, buffers: number): LineWriter {
  return {
    async write(lines) {
      try {
        await link.call({ kind: 'write', lines });
        return { left: '' };
      } catch (error) {
        return { left: lines, error };
      }
    },
    async settle() {
      await link.call({ kind: 'settle' });
    },
    backlog: () => link.backlog() / buffers,
  };
}
