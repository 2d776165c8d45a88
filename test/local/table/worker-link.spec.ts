import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startTableWorker } from '../../../local/table/worker-link.ts';

it('table worker: an error that is no answer ends it, and whoever waits or comes later is told', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-'));
  const link = await startTableWorker({ directory, table: 'drydock', cacheBytes: 1_000_000 });
  const unavailable = expect.objectContaining({ code: 'storage_unavailable' });
  await expect(link.call({ kind: 'ask', operation: 'GetItem', body: 'no JSON' })).rejects.toEqual(unavailable);
  const settle = () => link.call({ kind: 'settle' }).catch((error: Error) => error.message);
  await expect.poll(settle).toBe('the embedded table has stopped');
  await link.stop();
  const again = await startTableWorker({ directory, table: 'drydock', cacheBytes: 1_000_000 });
  await again.call({ kind: 'close' });
  await again.stop();
  rmSync(directory, { recursive: true });
});
