import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTable } from '../../functions/storage/table/create-table.ts';
import { engineClient } from '../../local/table/engine-client.ts';
import { tableEngine } from '../../local/table/table-engine.ts';

/** An empty table in the engine of `npm start`, in this thread. */
export async function engineTable(table = 'drydock-test') {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-'));
  const engine = await tableEngine(directory);
  const client = engineClient(engine.answer);
  await createTable(client, table);
  return {
    client,
    table,
    engine,
    async close() {
      client.destroy();
      await engine.close();
      rmSync(directory, { recursive: true });
    },
  };
}
