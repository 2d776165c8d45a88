import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../functions/errors.ts';
import type { TrivyBinary } from '../../functions/trivy/find-trivy.ts';
import { type ImageScan, type ImageScannerDeps, imageScanner } from '../../functions/trivy/scanner.ts';
import { buildImage } from '../../sample/images/build-image.ts';
import { alpineFiles } from '../../sample/images/os-files.ts';
import { handTimer } from '../scans/hand-timer.ts';
import { sampleAdvisories } from './database/sample-advisories.ts';
import { type FakeBehaviour, fakeTrivy } from './fake-trivy.ts';
import { promotedDatabase } from './promoted-database.ts';
import { debian, imageWith, lodash, log4j, namelessJar } from './sample-images.ts';
import { serveImage } from './serve-image.ts';
import { realFailure, realTrivy } from './trivies.ts';

type Find = (directory: string, script: FakeBehaviour) => TrivyBinary;
const scripted: Find = (directory, script) => ({
  path: fakeTrivy(join(directory, 'bin'), script),
  version: '0.68.2',
  origin: 'TRIVY_BIN',
});
const trivies: [string, boolean, Find][] = [
  ['scripted', true, scripted],
  ['real', realTrivy !== undefined, () => realTrivy!],
];

const report = (found: Record<string, string>, os?: object): string =>
  JSON.stringify({
    SchemaVersion: 2,
    ArtifactType: 'container_image',
    Metadata: { ...(os && { OS: os }) },
    Results: [
      { Vulnerabilities: Object.entries(found).map(([VulnerabilityID, PkgName]) => ({ VulnerabilityID, PkgName })) },
    ],
  });
const alpineEdge = {
  ...alpineFiles('3.18.3', [{ name: 'libssl3', source: 'openssl', version: '3.1.2-r0' }]),
  'etc/apk/repositories': 'https://dl-cdn.alpinelinux.org/alpine/edge/main\n',
};
const begins = 'x\tINFO\t[vuln] Vulnerability scanning is enabled';
const fatal = (text: string): FakeBehaviour => ({ says: [begins, `x\tFATAL\tFatal error\t${text}`], exit: 1 });
const found = (scan: ImageScan): string[] =>
  (scan.report.Results ?? [])
    .flatMap(({ Vulnerabilities }) => Vulnerabilities ?? [])
    .map(({ VulnerabilityID, PkgName }) => `${VulnerabilityID} ${PkgName}`)
    .sort();

describe.each(trivies)('a scan by the %s Trivy', (name, isHere, find) => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'drydock-both-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const scanner = (script: FakeBehaviour, deps: Partial<ImageScannerDeps> = {}) =>
    imageScanner({
      binary: find(directory, script),
      promoted: deps.promoted ?? promotedDatabase(directory),
      jobs: join(directory, 'jobs'),
      ...(deps.timer && { timer: deps.timer }),
    });
  const test = it.skipIf(!isHere);
  const failure = (code: ErrorCode): ErrorCode => (name === 'real' ? realFailure(code) : code);

  test(`${name} Trivy: findings and the operating system come back`, async () => {
    const findings = { 'CVE-2021-23337': 'lodash', 'CVE-2023-0464': 'libssl3', 'CVE-2023-5363': 'libssl3' };
    const served = await serveImage(imageWith(debian, lodash));
    const scan = await scanner({ report: report(findings, { Family: 'debian', Name: '12.1' }) }).scan(served);
    expect(found(scan)).toEqual(['CVE-2021-23337 lodash', 'CVE-2023-0464 libssl3', 'CVE-2023-5363 libssl3']);
    expect(scan.report.Metadata?.OS).toMatchObject({ Family: 'debian', Name: '12.1' });
    await served.close();
  });

  test(`${name} Trivy: without a Java database the rest is found, and jars are flagged`, async () => {
    const { java: _, ...withoutJava } = sampleAdvisories;
    const served = await serveImage(imageWith(log4j, namelessJar, lodash));
    const findings = { 'CVE-2021-23337': 'lodash', 'CVE-2021-44228': 'org.apache.logging.log4j:log4j-core' };
    const promoted = promotedDatabase(directory, withoutJava);
    const scan = await scanner({ wantsJavaDatabase: true, report: report(findings) }, { promoted }).scan(served);
    expect(found(scan)).toEqual(['CVE-2021-23337 lodash', 'CVE-2021-44228 org.apache.logging.log4j:log4j-core']);
    expect(scan.jarsUnknown).toBe(true);
    await served.close();
  });

  test(`${name} Trivy: a release that the database has nothing on is flagged, of Alpine that of its repositories`, async () => {
    const { 'debian 12': _, ...others } = sampleAdvisories.packages;
    const served = await serveImage(imageWith(debian));
    const debianReport = report({}, { Family: 'debian', Name: '12.1' });
    expect((await scanner({ report: debianReport }).scan(served)).osUnlisted).toBe(false);
    const without = promotedDatabase(directory, { ...sampleAdvisories, packages: others });
    expect((await scanner({ report: debianReport }, { promoted: without }).scan(served)).osUnlisted).toBe(true);
    await served.close();

    const edge = await serveImage(imageWith(alpineEdge));
    const says = ['x\tINFO\t[alpine] Detecting vulnerabilities...\tos_version="3.18" repository="edge" pkg_num=1'];
    const alpineReport = report({}, { Family: 'alpine', Name: '3.18.3' });
    expect((await scanner({ report: alpineReport, says }).scan(edge)).osUnlisted).toBe(true);
    await edge.close();
  });

  test(`${name} Trivy: a layer that is no archive is a broken image`, async () => {
    const served = await serveImage(buildImage({ layers: [{ bytes: Buffer.alloc(2_000, 7) }] }));
    const scan = scanner(fatal('walk error: archive/tar: invalid tar header')).scan(served);
    await expect(scan).rejects.toMatchObject({ code: failure('broken_image') });
    await served.close();
  });

  test(`${name} Trivy: an image that is not there is image_not_found`, async () => {
    const served = await serveImage(imageWith(lodash));
    const reference = served.reference.replace(/[0-9a-f]{64}$/, '1'.repeat(64));
    const scan = scanner(fatal('remote error: MANIFEST_UNKNOWN: manifest unknown')).scan({ reference });
    await expect(scan).rejects.toMatchObject({ code: failure('image_not_found') });
    await served.close();
  });

  test(`${name} Trivy: a registry that is gone is registry_unavailable`, async () => {
    const served = await serveImage(imageWith(lodash));
    await served.close();
    const scan = scanner(fatal('dial tcp 127.0.0.1:9: connect: connection refused')).scan(served);
    await expect(scan).rejects.toMatchObject({ code: failure('registry_unavailable') });
  });

  test(`${name} Trivy: called off in the middle it rejects with the reason, and leaves nothing behind`, async () => {
    const abort = new AbortController();
    const served = await serveImage(imageWith(debian));
    const onPhase = (): void => abort.abort(new Error('not needed any more'));
    const scan = scanner({ says: [begins], hangs: true }).scan({ ...served, signal: abort.signal, onPhase });
    await expect(scan).rejects.toThrow('not needed any more');
    expect(readdirSync(join(directory, 'jobs'))).toEqual([]);
    await served.close();
  });

  test(`${name} Trivy: at the deadline it is scanner_timeout, and leaves nothing behind`, async () => {
    const timer = handTimer();
    const served = await serveImage(imageWith(debian));
    const scan = scanner({ says: [begins], hangs: true }, { timer: timer.set }).scan({
      reference: served.reference,
      deadlineMs: 5_000,
      onPhase: () => timer.advance(5_000),
    });
    await expect(scan).rejects.toMatchObject({ code: 'scanner_timeout' });
    expect(readdirSync(join(directory, 'jobs'))).toEqual([]);
    await served.close();
  });
});
