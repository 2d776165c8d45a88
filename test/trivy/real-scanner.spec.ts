import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ImageScan, type ImageScanRequest, imageScanner } from '../../functions/trivy/scanner.ts';
import { findInstalledTrivy } from '../../local/trivy-places.ts';
import type { Advisories } from '../../sample/database/write-trivy-database.ts';
import type { BuiltImage } from '../../sample/images/build-image.ts';
import { sampleAdvisories } from './database/sample-advisories.ts';
import { promotedDatabase } from './promoted-database.ts';
import { debian, imageWith, lodash, log4j } from './sample-images.ts';
import { serveImage } from './serve-image.ts';
import { realTrivy } from './trivies.ts';

describe.skipIf(realTrivy === undefined)('a scan by the real Trivy', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'drydock-real-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const scan = async (
    image: BuiltImage,
    options: Partial<ImageScanRequest> = {},
    advisories: Advisories = sampleAdvisories,
  ): Promise<ImageScan> => {
    const promoted = promotedDatabase(directory, advisories);
    const scanner = imageScanner({ binary: realTrivy!, promoted, jobs: join(directory, 'jobs') });
    const served = await serveImage(image);
    try {
      return await scanner.scan({ reference: served.reference, ...options });
    } finally {
      await served.close();
    }
  };
  const found = ({ report }: ImageScan) =>
    (report.Results ?? [])
      .flatMap(({ Vulnerabilities }) => Vulnerabilities ?? [])
      .map(({ VulnerabilityID, PkgName }) => `${VulnerabilityID} ${PkgName}`)
      .sort();

  it('real Trivy: findings of Debian and npm packages in the sample database', async () => {
    const phases: string[] = [];
    const result = await scan(imageWith(debian, lodash), { onPhase: (phase) => phases.push(phase) });
    expect(found(result)).toEqual(['CVE-2021-23337 lodash', 'CVE-2023-0464 libssl3', 'CVE-2023-5363 libssl3']);
    expect(result.report.Metadata?.OS).toMatchObject({ Family: 'debian', Name: '12.1' });
    expect(phases).toEqual(['analysing', 'matching']);
  });

  it('real Trivy: with a Java database a jar is found', async () => {
    const result = await scan(imageWith(log4j));
    expect(found(result)).toEqual(['CVE-2021-44228 org.apache.logging.log4j:log4j-core']);
    expect(result.jarsUnknown).toBe(false);
  });

  it('real Trivy: an image without packages has a report without results', async () => {
    expect((await scan(imageWith({ hello: 'world' }))).report.Results).toBeUndefined();
  });

  it('real Trivy: a damaged database is database_broken (F4)', async () => {
    const promoted = promotedDatabase(directory);
    const path = join((await promoted()).directory, 'db', 'trivy.db');
    writeFileSync(path, 'nothing of the kind');
    const scanner = imageScanner({ binary: realTrivy!, promoted, jobs: join(directory, 'jobs') });
    await expect(
      scanner.scan({ reference: `127.0.0.1:9/${'a'.repeat(32)}@sha256:${'b'.repeat(64)}` }),
    ).rejects.toMatchObject({
      code: 'database_broken',
    });
  });

  it('real Trivy: several scans share one database (F30)', async () => {
    const promoted = promotedDatabase(directory);
    const scanner = imageScanner({ binary: realTrivy!, promoted, jobs: join(directory, 'jobs') });
    const served = await serveImage(imageWith(lodash));
    const scans = await Promise.all([1, 2, 3].map(() => scanner.scan(served)));
    expect(scans.map(found)).toEqual(Array(3).fill(['CVE-2021-23337 lodash']));
    await served.close();
  });

  it('real Trivy: it is found, with its version', async () => {
    const places = { jobs: join(directory, 'jobs'), programs: join(directory, 'programs') };
    const binary = await findInstalledTrivy({ TRIVY_BIN: realTrivy!.path }, places);
    expect(binary.version).toMatch(/^0\.\d+\.\d+$/);
  });

  it('real Trivy: an advisory that is taken out of the database is not found any more', async () => {
    const { 'npm::GitHub Security Advisory npm': _, ...packages } = sampleAdvisories.packages;
    const without = { ...sampleAdvisories, packages };
    expect(found(await scan(imageWith(lodash), {}, without))).toEqual([]);
  });
});
