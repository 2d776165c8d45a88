import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import type { CoverageNotice } from '../../functions/image/coverage.ts';
import type { TrivyReport } from '../../functions/image/trivy-report.ts';
import { keptRematcher } from '../../functions/scanner/kept-rematcher.ts';
import type { ImageAnalysis } from '../../functions/scans/image/image-analysis.ts';
import { systemTimer } from '../../functions/system-timer.ts';
import { analysesOf } from '../../functions/trivy/cache/analyses.ts';
import { warmServer } from '../../functions/trivy/server/warm-server.ts';
import { memoryAnalysisStore } from '../trivy/cache/memory-analysis-store.ts';
import { promotedDatabase } from '../trivy/promoted-database.ts';
import { fakeServer } from '../trivy/server/fake-server.ts';

const day = 86_400_000;
const lifeMs = 30 * day;
const version = '0.68.2';
const idOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const packages = [{ Name: 'musl', Version: '1.2.3' }];
const document = (diffId = idOf('d')) =>
  Buffer.from(JSON.stringify({ SchemaVersion: 2, DiffID: diffId, PackageInfos: [{ Packages: packages }] }));
const reportOf = (name = '3.18', diffIds: string[] = [idOf('d')]): TrivyReport => ({
  SchemaVersion: 2,
  ReportID: 'one',
  ArtifactName: 'image',
  ArtifactType: 'container_image',
  Metadata: { OS: { Family: 'alpine', Name: name }, DiffIDs: diffIds },
  Results: [{ Target: 'image (alpine 3.18)', Class: 'os-pkgs', Type: 'alpine', Packages: packages }],
});
const analysis: ImageAnalysis = {
  scanner: version,
  artifact: idOf('a'),
  blobs: [{ layer: idOf('b'), key: idOf('c') }],
};

const directory = mkdtempSync(join(tmpdir(), 'drydock-kept-'));
const promoted = promotedDatabase(directory);
const server = warmServer({
  ...{ binary: fakeServer(join(directory, 'bin')), promoted, jobs: join(directory, 'jobs'), timer: systemTimer },
  newSecret: () => 'ab'.repeat(20),
  limits: { pollMs: 5 },
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true });
});

async function room() {
  const time = { now: Date.parse('2026-01-03T00:00:00Z') };
  const store = memoryAnalysisStore();
  const analyses = { store, clock: () => time.now, lifeMs };
  const failures: unknown[] = [];
  const rematcher = keptRematcher({
    ...{ server, analyses, version, promoted, clock: () => time.now },
    onFailure: (error) => failures.push(error),
  });
  const keep = (bytes: Buffer) =>
    analysesOf(version, analyses).write({ content: idOf('b'), kind: 'blob', id: idOf('c') }, bytes);
  await keep(document());
  const rematch = (change: Partial<{ report: TrivyReport; analysis: ImageAnalysis; notices: CoverageNotice[] }> = {}) =>
    rematcher.rematch({ report: reportOf(), analysis, notices: [], ...change });
  return { time, store, failures, rematcher, rematch, keep };
}

const fresh = (reason: string) => ({ outcome: 'needs_fresh_scan', reason });

describe('matching again what is kept', () => {
  it('rematcher: the report is of the database in use, which it names, and keeps what the scan could not look at', async () => {
    const { rematch, rematcher } = await room();
    const { generation } = await rematcher.database();
    const matched = await rematch({ notices: ['java_database_missing'] });
    expect(matched).toMatchObject({
      outcome: 'matched',
      report: { Results: [{ Vulnerabilities: [{ VulnerabilityID: 'CVE-1', PkgName: 'musl' }] }] },
      tools: {
        scannerVersion: version,
        database: { generation, updatedAt: '2026-01-01T00:00:00.000Z' },
        notices: ['java_database_missing'],
      },
    });
  });

  it('rematcher: layers that cannot be told from the report need a scan, and none is read', async () => {
    const { rematch, store } = await room();
    const { Metadata: _, ...bare } = reportOf();
    for (const report of [reportOf('3.18', []), reportOf('3.18', [idOf('d'), idOf('e')]), bare]) {
      expect(await rematch({ report })).toEqual(fresh('layers_unknown'));
    }
    expect(store.reads).toEqual([]);
  });

  it('rematcher: analyses of another Trivy, of another layer, damaged or gone need a scan', async () => {
    const { rematch, keep, store } = await room();
    expect(await rematch({ analysis: { ...analysis, scanner: '0.67.0' } })).toEqual(fresh('other_trivy'));
    await keep(document(idOf('e')));
    expect(await rematch()).toEqual(fresh('analysis_missing'));
    for (const name of store.objects.keys()) store.objects.set(name, Buffer.from('cut'));
    expect(await rematch()).toEqual(fresh('analysis_missing'));
    store.objects.clear();
    expect(await rematch()).toEqual(fresh('analysis_missing'));
  });

  it('rematcher: a database that begins or ceases to cover the system needs a scan, which says so', async () => {
    const { rematch } = await room();
    expect(await rematch({ report: reportOf('3.99') })).toEqual(fresh('coverage_changed'));
    expect(await rematch({ notices: ['os_without_advisories'] })).toEqual(fresh('coverage_changed'));
    expect(await rematch({ report: reportOf('3.99'), notices: ['os_without_advisories'] })).toMatchObject({
      outcome: 'matched',
    });
  });

  it('rematcher: what it meets in its old age is written again, and a store that cannot write costs nothing but that', async () => {
    const { rematch, time, store, failures } = await room();
    const [before] = store.objects.values();
    time.now += lifeMs / 2 + day;
    const { write } = store;
    store.write = () => Promise.reject(new DrydockError('storage_unavailable', 'away'));
    expect(await rematch()).toMatchObject({ outcome: 'matched' });
    expect(failures).toMatchObject([{ code: 'storage_unavailable' }]);
    store.write = write;
    await rematch();
    expect([...store.objects.values()][0]).not.toEqual(before);
  });

  it('rematcher: a store that cannot be read is an error, never an empty result (F22)', async () => {
    const { rematch, store } = await room();
    store.read = () => Promise.reject(new DrydockError('storage_unavailable', 'away'));
    await expect(rematch()).rejects.toMatchObject({ code: 'storage_unavailable' });
  });
});
