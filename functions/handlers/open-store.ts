import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { cappedScanStore } from '../scans/capped-scan-store.ts';
import type { ManifestScanStore } from '../scans/ports.ts';
import { dynamoScanStore } from '../storage/manifests/dynamo-scan-store.ts';
import { systemTimer } from '../system-timer.ts';

/** The first write of an environment may have to wait for its connection. */
const caps = { firstMs: 1_000, warmMs: 150 };

/** Scans in a DynamoDB table, written within a bounded time; begins to connect at once. */
export function openStore(client: DynamoDBClient, table: string, clock: () => number): ManifestScanStore {
  const store = dynamoScanStore(client, table, clock);
  // Only the connection matters: nobody has this id, and a failure will show when a scan is written.
  store.read('default', '0'.repeat(32)).catch(() => {});
  return cappedScanStore(store, systemTimer, caps);
}
