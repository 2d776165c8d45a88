import { afterAll } from 'vitest';
import { dynamoKeyStore } from '../../functions/storage/access/dynamo-key-store.ts';
import { memoryKeyStore } from '../access/memory-key-store.ts';
import { keyStoreContract } from './key-store.ts';
import { memoryTable, type TestTable } from './memory-table.ts';

let table: TestTable | undefined;

keyStoreContract('the table on dynalite', async () => {
  table ??= await memoryTable();
  return dynamoKeyStore(table.client, table.table);
});

keyStoreContract('in memory, for other tests', async () => memoryKeyStore());

afterAll(() => table?.close());
