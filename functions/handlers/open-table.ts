import type { ManageDeps } from '../access/manage-keys.ts';
import type { ManifestScanStore } from '../scans/ports.ts';
import { dynamoClient } from '../storage/table/dynamo-client.ts';
import type { KeyConfiguration } from './key-configuration.ts';
import { openKeys } from './open-keys.ts';
import { openStore } from './open-store.ts';

export interface OpenTable {
  store: ManifestScanStore;
  keys: ManageDeps | undefined;
}

/** What the table of a deployment holds, over one connection. */
export function openTable(table: string, keys: KeyConfiguration | undefined, clock: () => number): OpenTable {
  const client = dynamoClient();
  return { store: openStore(client, table, clock), keys: keys && openKeys(client, keys, clock) };
}
