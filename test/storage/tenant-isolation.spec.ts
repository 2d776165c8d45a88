import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../functions/access/principal.ts';
import { DrydockError } from '../../functions/errors.ts';
import { deleteScan, listScans, readScan } from '../../functions/scans/read-scans.ts';
import { type FinishedScan, recordManifestScan } from '../../functions/scans/record-manifest-scan.ts';
import { scanIds } from '../../functions/scans/scan-id.ts';
import { dynamoScanStore } from '../../functions/storage/manifests/dynamo-scan-store.ts';
import { memoryTable, type TestTable } from '../contract/memory-table.ts';
import { noon } from '../contract/sample-scan.ts';

let table: TestTable;
beforeAll(async () => {
  table = await memoryTable();
});
afterAll(() => table.close());

const manifest = (name: string): FinishedScan => ({
  body: Buffer.from(name),
  reports: [
    { object: 'Pod/shared.default', valid: true, fileName: 'API', message: '', score: 0, scoring: {} },
    { object: `Pod/${name}.default`, valid: true, fileName: 'API', message: '', score: 0, scoring: {} },
  ],
  ...{ engine: 'e', kubernetesVersion: '1.36.0', schemaLocation: '', options: {} },
});

/** One thing a tenant does with what it knows: names of manifests, and every id and cursor anybody was ever given. */
const steps = fc.array(
  fc.record({
    who: fc.constantFrom(0, 1),
    what: fc.constantFrom('scan', 'read', 'list', 'list object', 'delete'),
    name: fc.constantFrom('a', 'b', 'c'),
    pick: fc.nat(20),
  }),
  { minLength: 10, maxLength: 25 },
);

let runs = 0;

describe('tenant isolation', () => {
  it('tenant isolation: whatever two tenants do with each other’s ids and cursors, each sees its own scans', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        runs += 1;
        const store = dynamoScanStore(table.client, table.table, () => noon);
        const deps = { store, deploymentKey: Buffer.from('key') };
        const recording = {
          store,
          idOf: scanIds(deps.deploymentKey),
          retentionDays: 1,
          clock: () => noon,
          log: { warn: () => {} },
          metrics: { count: () => {} },
        };
        const tenants = [0, 1].map((index): Principal => {
          return { tenant: `run-${runs}-${index}`, subject: 'key', scopes: ['admin'] };
        });
        const owned = [new Set<string>(), new Set<string>()];
        const ids: string[] = [];
        const cursors: { cursor: string; owner: number; object: string | undefined }[] = [];

        for (const { who, what, name, pick } of script) {
          const principal = tenants[who]!;
          const mine = owned[who]!;
          const id = ids[pick % Math.max(ids.length, 1)] ?? 'f'.repeat(32);
          if (what === 'scan') {
            const recorded = await recordManifestScan(recording, principal, manifest(name));
            expect(recorded.stored).toBe('true');
            ids.push(recorded.id);
            mine.add(recorded.id);
          } else if (what === 'read') {
            const found = await readScan(deps, principal, id).catch(codeOf);
            expect(typeof found === 'string' ? found : found.tenant).toBe(
              mine.has(id) ? principal.tenant : 'not_found',
            );
          } else if (what === 'delete') {
            const outcome = await deleteScan(deps, principal, id).catch(codeOf);
            expect(outcome).toBe(mine.has(id) ? undefined : 'not_found');
            mine.delete(id);
          } else {
            const object = what === 'list' ? undefined : 'Pod/shared.default';
            const known = cursors[pick % Math.max(cursors.length, 1)];
            const page = await listScans(deps, principal, { limit: 1, object, cursor: known?.cursor }).catch(codeOf);
            const isMine = known === undefined || (known.owner === who && known.object === object);
            if (typeof page === 'string' || !isMine) {
              expect([page, isMine]).toEqual(['bad_cursor', false]);
              continue;
            }
            for (const scan of page.scans) expect(mine.has(scan.id)).toBe(true);
            if (page.cursor !== undefined) cursors.push({ cursor: page.cursor, owner: who, object });
          }
        }
        for (const [index, principal] of tenants.entries()) {
          const { scans } = await listScans(deps, principal, { limit: 100 });
          expect(new Set(scans.map(({ id }) => id))).toEqual(owned[index]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('tenant isolation: a tenant whose name could reach into another’s keys is refused', async () => {
    const store = dynamoScanStore(table.client, table.table, () => noon);
    for (const tenant of ['', 'a#SCAN#b', '#']) {
      await expect(store.read(tenant, 'f'.repeat(32))).rejects.toMatchObject({ code: 'internal' });
      await expect(store.list({ tenant, limit: 1 })).rejects.toMatchObject({ code: 'internal' });
    }
  });
});

function codeOf(error: unknown): string {
  if (error instanceof DrydockError) return error.code;
  throw error;
}
