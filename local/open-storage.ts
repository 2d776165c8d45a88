import type { ManageDeps } from '../functions/access/manage-keys.ts';
import type { Log } from '../functions/api/log.ts';
import { openDataDirectory } from './data-directory.ts';
import { secretFile } from './secret-file.ts';
import type { LocalTable } from './table/embedded-table.ts';

export interface StorageOptions {
  /** belongs to this process until closed */
  directory: string;
  /** of a DynamoDB to use instead of the embedded one */
  endpoint?: string | undefined;
  /** threads that record scans; 1 when absent */
  buffers?: number;
}

export interface Storage {
  /** absolute path of the data directory */
  path: string;
  deploymentKey: Uint8Array;
  table: LocalTable;
  keys: ManageDeps;
  /** nobody else uses the table */
  isOurs: boolean;
  close(): Promise<void>;
}

/** Takes the data directory and opens the table. Rejects with `bad_configuration` or `storage_unavailable`. */
export async function openStorage(options: StorageOptions, clock: () => number, log: Log): Promise<Storage> {
  const directory = openDataDirectory(options.directory);
  try {
    const { path } = directory;
    const deploymentKey = secretFile(path, 'deployment-key');
    const table = await openTable({ ...options, directory: path }, clock, log);
    const keys = (await import('./local-keys.ts')).localKeys(path, table, clock);
    const isOurs = options.endpoint === undefined;
    return { path, deploymentKey, table, isOurs, keys, close: () => table.close().finally(directory.close) };
  } catch (error) {
    directory.close();
    throw error;
  }
}

// Each is loaded only when it is used: a server without storage starts without the SDK.
async function openTable({ directory, endpoint, buffers = 1 }: StorageOptions, clock: () => number, log: Log) {
  if (endpoint === undefined)
    return (await import('./table/embedded-table.ts')).embeddedTable({ directory, clock, log, buffers });
  return (await import('./table/remote-table.ts')).remoteTable({ endpoint, clock, log, buffers });
}
