import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ManifestScan } from '../../../functions/scans/ports.ts';
import { embeddedTable } from '../../../local/table/embedded-table.ts';
import { idFor, noon, sampleScan } from '../../contract/sample-scan.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (capacityBytes?: number) =>
  embeddedTable({
    directory,
    clock: () => noon,
    log: { warn: () => {} },
    ...(capacityBytes !== undefined && { capacityBytes }),
  });

describe('embedded table', () => {
  it('embedded table: scans are there after a restart and go on counting', async () => {
    const first = await open();
    await first.store.record(sampleScan({ count: 2 }));
    await first.close();
    const second = await open();
    await second.store.record(sampleScan({ lastSeen: noon + 1 }));
    expect(await second.store.read('default', idFor('pod'))).toMatchObject({ count: 3, firstSeen: noon });
    await second.close();
  });

  it('embedded table: a second one on the same directory is refused with a message that says why', async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({
      code: 'bad_configuration',
      message: expect.stringContaining(directory),
    });
    expect(await first.store.record(sampleScan())).toBe('pending');
    expect(await first.store.read('default', idFor('pod'))).toMatchObject({ count: 1 });
    await first.close();
  });

  it('embedded table: what exceeds its buffer is dropped, what was promised is kept', async () => {
    const table = await open(20_000);
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) => table.store.record(sampleScan({ id: idFor(`scan ${index}`) }))),
    );
    const promised = outcomes.filter((outcome) => outcome === 'pending').length;
    expect(promised).toBeGreaterThan(10);
    expect(outcomes.filter((outcome) => outcome === 'dropped')).toHaveLength(100 - promised);
    const { scans } = await table.store.list({ tenant: 'default', limit: 100 });
    expect(scans).toHaveLength(promised);
    expect(table.counts()).toEqual({ pending: promised, written: promised, dropped: 100 - promised });
    await table.close();
  });

  it('embedded table: after it was closed it promises nothing that it could not keep', async () => {
    const table = await open();
    await table.close();
    expect(await table.store.record(sampleScan())).toBe('dropped');
    await expect(table.store.read('default', idFor('pod'))).rejects.toMatchObject({ code: 'storage_unavailable' });
  });

  it('embedded table: killed with SIGKILL again and again it loses nothing that was written, and doubles nothing', async () => {
    let written = 0;
    let recorded = 0;
    for (let life = 0; life < 3; life += 1) {
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, 'record-until-killed.ts'), directory, String(life)],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const last = await lastWords(child, 600 + life * 400);
      written += last.written;
      recorded += last.recorded;
    }
    const table = await open();
    const scans: ManifestScan[] = [];
    let after: string | undefined;
    do {
      const page = await table.store.list({ tenant: 'default', limit: 100, ...(after !== undefined && { after }) });
      scans.push(...page.scans);
      after = page.next;
    } while (after !== undefined);
    const total = scans.reduce((sum, { count }) => sum + count, 0);
    expect(new Set(scans.map(({ id }) => id)).size).toBe(scans.length);
    expect(total).toBeGreaterThanOrEqual(written);
    expect(total).toBeLessThanOrEqual(recorded);
    expect(written).toBeGreaterThan(1_500);
    await table.close();
  });
});

/** Kills a recording process once so many sightings are written, and tells how many it may have recorded and had written. */
async function lastWords(child: ChildProcess, enough: number): Promise<{ recorded: number; written: number }> {
  let words = { recorded: 0, written: 0 };
  const gone = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout! })) {
    words = JSON.parse(line);
    if (words.written >= enough) child.kill('SIGKILL');
  }
  await gone;
  return words;
}
