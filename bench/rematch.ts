/**
 * One image matched again by the warm server, beside a fresh `trivy image` (its own new cache, the same registry and database) in the
 * same run, in turns; medians. `TRIVY_BIN=trivy npm run bench:rematch -- [--rounds 21]`. Fails when findings differ.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { readFindings } from '../functions/image/read-findings.ts';
import { parseTrivyReport, type TrivyReport } from '../functions/image/trivy-report.ts';
import { systemTimer as timer } from '../functions/system-timer.ts';
import { findTrivy } from '../functions/trivy/find-trivy.ts';
import { offline } from '../functions/trivy/scan-arguments.ts';
import { imageRematcher } from '../functions/trivy/server/rematch-image.ts';
import { warmServer } from '../functions/trivy/server/warm-server.ts';
import { sampleDatabase } from '../sample/database/advisories.ts';
import { buildImage } from '../sample/images/build-image.ts';
import { npmFiles } from '../sample/images/library-files.ts';
import { debianFiles } from '../sample/images/os-files.ts';
import { serveImages } from '../sample/serve-images.ts';
import { promotedDatabase } from '../test/trivy/promoted-database.ts';
import { freshScans } from '../test/trivy/server/fresh-scans.ts';
import { columns, median, short } from './harness/figures.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '21' } } });
const rounds = Number(values.rounds);
const directory = mkdtempSync(join(tmpdir(), 'drydock-bench-rematch-'));
const jobs = join(directory, 'jobs');
const promoted = promotedDatabase(directory, sampleDatabase);
const binary = await findTrivy({ timer, jobs }, { configured: process.env.TRIVY_BIN, path: process.env.PATH });

/** 120 packages of the system and 36 libraries; four of five packages share a source that has findings. */
const system = Array.from({ length: 120 }, (_, number) => ({
  name: `lib${number}`,
  source: number % 5 === 0 ? 'other' : 'openssl',
  version: '3.0.9-1',
}));
const libraries = Array.from({ length: 35 }, (_, number) => npmFiles(`package-${number}`, '1.0.0'));
const filler = Array.from(
  { length: 1_000 },
  (_, number) => [`usr/share/file-${number}`, randomBytes(64 * 1024)] as const,
);
const image = buildImage({
  layers: [
    { files: { ...debianFiles('12.1', system), ...Object.fromEntries(filler) } },
    { files: Object.assign({}, ...libraries, npmFiles('lodash', '4.17.20')) },
  ],
});

const registry = await serveImages({ app: image });
const server = warmServer({ binary, promoted, jobs, newSecret: () => randomBytes(16).toString('hex'), timer });
const { scans, analyses } = await freshScans(
  binary.path,
  { host: registry.host, images: { app: image } },
  sampleDatabase,
);
const { report, layers } = scans.app!;
const rematch = imageRematcher({ server, analyses, binary, clock: Date.now });

async function again(): Promise<TrivyReport> {
  const rematched = await rematch({ report, layers, trivyVersion: binary.version });
  if (rematched.outcome !== 'matched') throw new Error(rematched.reason);
  return rematched.report;
}

async function fresh(): Promise<TrivyReport> {
  const cache = mkdtempSync(join(directory, 'cache-'));
  mkdirSync(join(cache, 'home'));
  symlinkSync(join((await promoted()).directory, 'db'), join(cache, 'db'));
  const args = ['image', '-q', '--scanners', 'vuln', '--image-src', 'remote', '--list-all-pkgs', ...offline(cache)];
  const options = { env: { HOME: join(cache, 'home') }, maxBuffer: 256 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(binary.path, [...args, `${registry.host}/app:latest`], options);
  return parseTrivyReport(stdout);
}

const found = (report: TrivyReport): string =>
  readFindings(report)
    .map(({ id, package: name, installed, path }) => `${id} ${name} ${installed} ${path}`)
    .toSorted()
    .join('\n');

try {
  const sides = [
    { name: 'trivy image, nothing known', run: fresh, times: [] as number[] },
    { name: 'drydock, matched again', run: again, times: [] as number[] },
  ];
  let findings = 0;
  // The first round starts the server and fills the page cache.
  for (let round = -1; round < rounds; round++) {
    const reports: string[] = [];
    for (const side of sides) {
      const start = performance.now();
      const result = await side.run();
      if (round >= 0) side.times.push(performance.now() - start);
      reports.push(found(result));
    }
    if (new Set(reports).size !== 1) throw new Error('findings differ');
    findings = reports[0]!.split('\n').filter((line) => line !== '').length;
  }
  if (findings === 0) throw new Error('nothing was found');
  const peer = median(sides[0]!.times);
  const rows = sides.map(({ name, times }) => {
    const [low, high] = [Math.min(...times), Math.max(...times)];
    return [name, short(median(times)), short(low), short(high), `${short(peer / median(times))} x`];
  });
  process.stdout.write(`156 packages, ${findings} findings, ${rounds} rounds\n`);
  process.stdout.write(`${columns([['', 'ms', 'least', 'most', 'faster'], ...rows])}\n`);
} finally {
  await server.close();
  await registry.close();
  rmSync(directory, { recursive: true });
}
