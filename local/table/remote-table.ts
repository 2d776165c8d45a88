import type { Clock, ScanLog } from '../../functions/scans/ports.ts';
import { dynamoScanStore } from '../../functions/storage/manifests/dynamo-scan-store.ts';
import { createTable } from '../../functions/storage/table/create-table.ts';
import { dynamoClient } from '../../functions/storage/table/dynamo-client.ts';
import { systemTimer } from '../../functions/system-timer.ts';
import { type BufferRoom, bufferedScanStore, type ScanWriter } from './buffered-scan-store.ts';
import type { LocalTable } from './embedded-table.ts';
import { linesOfWriter } from './line-writer.ts';

export interface RemoteTableOptions {
  /** URL of a stand-in of DynamoDB that others may use, too */
  endpoint: string;
  table?: string;
  clock: Clock;
  log: ScanLog;
  /** how many buffers share the room for scans that wait; 1 when absent */
  buffers?: number;
}

const writeAfterMs = 100;
const capacityBytes = 16_777_216;
/** scans written at once */
const writers = 8;

/** The table at an endpoint, made there when absent; written behind the answer like the embedded one, each scan by itself. */
export async function remoteTable({
  endpoint,
  table = 'drydock',
  clock,
  log,
  buffers = 1,
}: RemoteTableOptions): Promise<LocalTable> {
  const client = dynamoClient({ endpoint, accessKeyId: 'local' });
  await createTable(client, table);
  const direct = dynamoScanStore(client, table, clock);
  const writer: ScanWriter = {
    async write(batch) {
      const left = new Set(batch);
      const each = batch.values();
      const results = await Promise.allSettled(
        Array.from({ length: writers }, async () => {
          for (const scan of each) {
            await direct.record(scan);
            left.delete(scan);
          }
        }),
      );
      const failed = results.find((result) => result.status === 'rejected');
      return { left: [...left], error: failed?.reason };
    },
    settle: async () => {},
    backlog: () => 0,
  };
  const room: BufferRoom = { writeAfterMs, capacityBytes: capacityBytes / buffers };
  const buffer = bufferedScanStore(direct, writer, { ...room, log, timer: systemTimer });
  return {
    client,
    table,
    store: buffer.store,
    lines: linesOfWriter(writer),
    room,
    counts: buffer.counts,
    async close() {
      await buffer.close().finally(() => client.destroy());
    },
  };
}
