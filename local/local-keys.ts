import { randomBytes } from 'node:crypto';
import type { ManageDeps } from '../functions/access/manage-keys.ts';
import { dynamoKeyStore } from '../functions/storage/access/dynamo-key-store.ts';
import { secretFile } from './secret-file.ts';
import type { LocalTable } from './table/embedded-table.ts';

/** API keys of a data directory: rows of its table, checked with its pepper. Throws `bad_configuration`. */
export function localKeys(directory: string, { client, table }: LocalTable, clock: () => number): ManageDeps {
  const pepper = secretFile(directory, 'pepper');
  return { keys: dynamoKeyStore(client, table), pepper: async () => pepper, random: randomBytes, clock };
}
