import { afterAll } from 'vitest';
import { dynamoScanStore } from '../../functions/storage/manifests/dynamo-scan-store.ts';
import { memoryTable, type TestTable } from './memory-table.ts';
import { noon } from './sample-scan.ts';
import { scanStoreContract } from './scan-store.ts';

let table: TestTable;

scanStoreContract('the table on dynalite', async () => {
  table = await memoryTable();
  const clock = { now: noon };
  return { store: dynamoScanStore(table.client, table.table, () => clock.now), clock, outcome: 'stored' };
});

afterAll(() => table.close());
