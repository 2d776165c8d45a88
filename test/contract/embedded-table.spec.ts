import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { embeddedTable, type LocalTable } from '../../local/table/embedded-table.ts';
import { noon } from './sample-scan.ts';
import { scanStoreContract } from './scan-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'drydock-'));
let table: LocalTable;

scanStoreContract('the embedded table behind its buffer and journal', async () => {
  const clock = { now: noon };
  table = await embeddedTable({ directory, clock: () => clock.now, log: { warn: () => {} } });
  return { store: table.store, clock, outcome: 'pending' };
});

afterAll(async () => {
  await table.close();
  rmSync(directory, { recursive: true });
});
