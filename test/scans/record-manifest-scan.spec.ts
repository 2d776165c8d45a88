import { describe, expect, it } from 'vitest';
import { anonymousPrincipal, localPrincipal } from '../../functions/access/principal.ts';
import { DrydockError } from '../../functions/errors.ts';
import type { ManifestScanStore } from '../../functions/scans/ports.ts';
import { type FinishedScan, type RecordDeps, recordManifestScan } from '../../functions/scans/record-manifest-scan.ts';
import { scanIds } from '../../functions/scans/scan-id.ts';
import { noon } from '../contract/sample-scan.ts';
import { memoryScanStore } from './memory-scan-store.ts';

const secret = 'super-secret-value';
const finished: FinishedScan = {
  body: new TextEncoder().encode(`kind: Pod\nenv: ${secret}\n`),
  reports: [
    { object: 'Pod/web.default', valid: true, fileName: 'API', message: 'Passed', score: 3, scoring: { passed: [] } },
  ],
  engine: 'drydock/0.1.0',
  kubernetesVersion: '1.36.0',
  schemaLocation: 'https://kubernetesjsonschema.dev',
  options: { rules: ['Privileged'] },
};

function depsWith(store: ManifestScanStore | undefined) {
  const said: unknown[] = [];
  const counted: string[] = [];
  const deps: RecordDeps = {
    store,
    idOf: scanIds(Buffer.from('key')),
    retentionDays: 90,
    clock: () => noon,
    log: { warn: (message, fields) => said.push({ message, ...fields }) },
    metrics: { count: (name) => counted.push(name) },
  };
  return { deps, said, counted };
}

const storeThat = (record: ManifestScanStore['record']): ManifestScanStore => ({ ...memoryScanStore(), record });

describe('recording a scan', () => {
  it('recording a scan: the row holds what was found and when, for as long as rows are kept', async () => {
    const store = memoryScanStore();
    const { deps } = depsWith(store);
    const { id, stored } = await recordManifestScan(deps, localPrincipal, finished);
    expect(stored).toBe('true');
    expect(await store.read('default', id)).toEqual({
      tenant: 'default',
      id,
      documents: 1,
      objects: [{ object: 'Pod/web.default', valid: true, score: 3, critical: 0, passed: 0, advise: 0 }],
      invalid: 0,
      lowestScore: 3,
      count: 1,
      firstSeen: noon,
      lastSeen: noon,
      expires: noon / 1000 + 90 * 86_400,
      engine: 'drydock/0.1.0',
      kubernetesVersion: '1.36.0',
      options: 'rules=["Privileged"]',
    });
  });

  it('recording a scan: nothing of the manifest but object names is stored', async () => {
    const store = memoryScanStore();
    await recordManifestScan(depsWith(store).deps, localPrincipal, finished);
    expect(JSON.stringify([...store.rows])).not.toContain(secret);
  });

  it('recording a scan: the same scan is one row, counted', async () => {
    const store = memoryScanStore();
    const { deps } = depsWith(store);
    const first = await recordManifestScan(deps, localPrincipal, finished);
    const second = await recordManifestScan(deps, anonymousPrincipal, finished);
    expect(second.id).toBe(first.id);
    expect(store.rows.size).toBe(1);
    expect(await store.read('default', first.id)).toMatchObject({ count: 2 });
  });

  it('recording a scan: tenants have different ids and rows for the same manifest', async () => {
    const store = memoryScanStore();
    const { deps } = depsWith(store);
    const one = await recordManifestScan(deps, { ...localPrincipal, tenant: 'one' }, finished);
    const two = await recordManifestScan(deps, { ...localPrincipal, tenant: 'two' }, finished);
    expect(one.id).not.toBe(two.id);
    expect(store.rows.size).toBe(2);
  });

  it('recording a scan: without a store it has its id and is not stored, and nobody complains', async () => {
    const { deps, said, counted } = depsWith(undefined);
    const { id } = await recordManifestScan(depsWith(memoryScanStore()).deps, localPrincipal, finished);
    expect(await recordManifestScan(deps, localPrincipal, finished)).toEqual({ id, stored: 'false' });
    expect([said, counted]).toEqual([[], []]);
  });

  it('recording a scan: a host that writes later says pending', async () => {
    const { deps } = depsWith(storeThat(async () => 'pending'));
    expect(await recordManifestScan(deps, localPrincipal, finished)).toMatchObject({ stored: 'pending' });
  });

  it('recording a scan: what finds no room is not stored and counted', async () => {
    const { deps, counted } = depsWith(storeThat(async () => 'dropped'));
    expect(await recordManifestScan(deps, localPrincipal, finished)).toMatchObject({ stored: 'false' });
    expect(counted).toEqual(['ScanDropped']);
  });

  it('recording a scan: a failing store is an outcome, a metric and a log line that names the cause', async () => {
    const cause = Object.assign(new Error('arn:aws:dynamodb:secret'), {
      name: 'ProvisionedThroughputExceededException',
    });
    const failure = new DrydockError('storage_unavailable', 'the table cannot be used right now', { cause });
    const { deps, said, counted } = depsWith(storeThat(() => Promise.reject(failure)));
    const { id, stored } = await recordManifestScan(deps, localPrincipal, finished);
    expect(stored).toBe('false');
    expect(counted).toEqual(['ScanNotStored']);
    const reason = 'the table cannot be used right now: ProvisionedThroughputExceededException';
    expect(said).toEqual([{ message: 'scan not stored', scan: id, reason }]);
  });

  it('recording a scan: a store that throws something else, even before it promises, fails no scan', async () => {
    for (const thrown of [new Error('boom'), 'boom', undefined]) {
      const { deps, counted } = depsWith(
        storeThat(() => {
          throw thrown;
        }),
      );
      expect(await recordManifestScan(deps, localPrincipal, finished)).toMatchObject({ stored: 'false' });
      expect(counted).toEqual(['ScanNotStored']);
    }
  });
});
