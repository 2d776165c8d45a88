import { randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock, ManifestScanStore, ScanLog } from '../../functions/scans/ports.ts';
import { systemTimer } from '../../functions/scans/wait-at-most.ts';
import { dynamoClient } from '../../functions/storage/dynamo-client.ts';
import { dynamoScanStore } from '../../functions/storage/dynamo-scan-store.ts';
import { type BufferCounts, bufferedScanStore, type ScanWriter } from './buffered-scan-store.ts';
import { startTableWorker, type WorkerLink } from './worker-link.ts';

export interface LocalTable {
  client: DynamoDBClient;
  table: string;
  store: ManifestScanStore;
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
}

/** Half of the 200 ms within which a recorded scan is safe from a kill of the process. */
const writeAfterMs = 100;
const defaultCapacity = 16_777_216;

/** DynamoDB as dynalite in a worker thread, its data in a directory. Rejects with `bad_configuration` when it cannot be opened. */
export async function embeddedTable(options: EmbeddedTableOptions): Promise<LocalTable> {
  const { directory, table = 'drydock', clock, log, capacityBytes = defaultCapacity } = options;
  const accessKeyId = randomBytes(16).toString('hex');
  const link = await startTableWorker({ directory, table, accessKeyId, cacheBytes: capacityBytes });
  const client = dynamoClient({ endpoint: link.endpoint, accessKeyId });
  const direct = dynamoScanStore(client, table, clock);
  const reader: ManifestScanStore = {
    ...direct,
    // The worker remembers rows: it must be the one to remove them.
    remove: async (tenant, id) => (await link.call({ kind: 'remove', tenant, id })).removed === true,
  };
  const buffer = bufferedScanStore(reader, writerOver(link), { log, timer: systemTimer, writeAfterMs, capacityBytes });
  return {
    client,
    table,
    store: buffer.store,
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

function writerOver(link: WorkerLink): ScanWriter {
  return {
    async write(batch) {
      try {
        await link.call({ kind: 'write', lines: batch.map((scan) => JSON.stringify(scan)).join('\n') });
        return { left: [] };
      } catch (error) {
        return { left: batch, error };
      }
    },
    async settle() {
      await link.call({ kind: 'settle' });
    },
    backlog: link.backlog,
  };
}
