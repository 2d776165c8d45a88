import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTrivy } from '../../functions/trivy/find-trivy.ts';
import { type ImageScan, type ImageScanRequest, imageScanner } from '../../functions/trivy/scanner.ts';
import { systemTimer } from '../../functions/trivy/timing.ts';
import { type BuiltImage, buildImage } from '../images/build-image.ts';
import { sampleAdvisories } from './database/sample-advisories.ts';
import type { Advisories } from './database/write-trivy-database.ts';
import { promotedDatabase } from './promoted-database.ts';
import { serveImage } from './serve-image.ts';
import { realTrivy } from './trivies.ts';
import { writeJar } from './write-jar.ts';

const debian = {
  'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
  'etc/debian_version': '12.1\n',
  'var/lib/dpkg/status': [
    'Package: libssl3',
    'Status: install ok installed',
    'Architecture: amd64',
    'Source: openssl',
    'Version: 3.0.9-1',
    '',
    '',
  ].join('\n'),
};
const lodash = { 'app/node_modules/lodash/package.json': '{"name":"lodash","version":"4.17.20"}' };
const namelessJar = { 'app/nameless.jar': writeJar({ 'a/B.class': 'x' }) };
const log4j = {
  'app/log4j.jar': writeJar({
    'META-INF/maven/org.apache.logging.log4j/log4j-core/pom.properties':
      'groupId=org.apache.logging.log4j\nartifactId=log4j-core\nversion=2.14.1\n',
  }),
};

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
  const image = (files: Record<string, string | Buffer>) => buildImage({ layers: [{ files }] });

  it('real Trivy: findings of Debian and npm packages in the sample database', async () => {
    const phases: string[] = [];
    const result = await scan(image({ ...debian, ...lodash }), { onPhase: (phase) => phases.push(phase) });
    expect(found(result)).toEqual(['CVE-2021-23337 lodash', 'CVE-2023-0464 libssl3', 'CVE-2023-5363 libssl3']);
    expect(result.report.Metadata?.OS).toMatchObject({ Family: 'debian', Name: '12.1' });
    expect(phases).toEqual(['analysing', 'matching']);
  });

  it('real Trivy: with a Java database a jar is found', async () => {
    const result = await scan(image(log4j));
    expect(found(result)).toEqual(['CVE-2021-44228 org.apache.logging.log4j:log4j-core']);
    expect(result.jarsUnknown).toBe(false);
  });

  it('real Trivy: without a Java database the rest is found, and jars are flagged', async () => {
    const { java: _, ...withoutJava } = sampleAdvisories;
    const result = await scan(image({ ...log4j, ...namelessJar, ...lodash }), {}, withoutJava);
    expect(found(result)).toEqual(['CVE-2021-23337 lodash', 'CVE-2021-44228 org.apache.logging.log4j:log4j-core']);
    expect(result.jarsUnknown).toBe(true);
  });

  it('real Trivy: an image without packages has a report without results', async () => {
    expect((await scan(image({ hello: 'world' }))).report.Results).toBeUndefined();
  });

  it('real Trivy: a layer that is no archive is a broken image', async () => {
    const broken = buildImage({ layers: [{ bytes: Buffer.alloc(2_000, 7) }] });
    await expect(scan(broken)).rejects.toMatchObject({ code: 'broken_image' });
  });

  it('real Trivy: an image that is not there is image_not_found', async () => {
    const served = await serveImage(image({ a: 'b' }));
    const scanner = imageScanner({
      binary: realTrivy!,
      promoted: promotedDatabase(directory),
      jobs: join(directory, 'jobs'),
    });
    const reference = served.reference.replace(/[0-9a-f]{64}$/, '1'.repeat(64));
    await expect(scanner.scan({ reference })).rejects.toMatchObject({ code: 'image_not_found' });
    await served.close();
  });

  it('real Trivy: a registry that is gone is registry_unavailable', async () => {
    const served = await serveImage(image({ a: 'b' }));
    await served.close();
    const scanner = imageScanner({
      binary: realTrivy!,
      promoted: promotedDatabase(directory),
      jobs: join(directory, 'jobs'),
    });
    await expect(scanner.scan(served)).rejects.toMatchObject({ code: 'registry_unavailable' });
  });

  it('real Trivy: a damaged database is database_broken', async () => {
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

  it('real Trivy: several scans share one database', async () => {
    const promoted = promotedDatabase(directory);
    const scanner = imageScanner({ binary: realTrivy!, promoted, jobs: join(directory, 'jobs') });
    const served = await serveImage(image(lodash));
    const scans = await Promise.all([1, 2, 3].map(() => scanner.scan(served)));
    expect(scans.map(found)).toEqual(Array(3).fill(['CVE-2021-23337 lodash']));
    await served.close();
  });

  it('real Trivy: it is found, with its version', async () => {
    const deps = { timer: systemTimer, jobs: join(directory, 'jobs') };
    const binary = await findTrivy(deps, { configured: realTrivy!.path });
    expect(binary.version).toMatch(/^0\.\d+\.\d+$/);
  });

  it('real Trivy: an advisory that is taken out of the database is not found any more', async () => {
    const { 'npm::GitHub Security Advisory npm': _, ...packages } = sampleAdvisories.packages;
    const without = { ...sampleAdvisories, packages };
    expect(found(await scan(image(lodash), {}, without))).toEqual([]);
  });
});
