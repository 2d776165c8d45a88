import { afterAll } from 'vitest';
import type { LocalTable } from '../../local/table/embedded-table.ts';
import { remoteTable } from '../../local/table/remote-table.ts';
import { memoryTable, type TestTable } from './memory-table.ts';
import { noon } from './sample-scan.ts';
import { scanStoreContract } from './scan-store.ts';

let server: TestTable;
let remote: LocalTable;

scanStoreContract('a table at an endpoint behind a buffer', async () => {
  server = await memoryTable();
  const clock = { now: noon };
  remote = await remoteTable({ endpoint: server.endpoint, clock: () => clock.now, log: { warn: () => {} } });
  return { store: remote.store, clock, outcome: 'pending' };
});

afterAll(async () => {
  await remote.close();
  await server.close();
});
