/**
 * A change of the database for a fleet of watched images, through the planner, queue, batches and table of `npm start` and a real
 * Trivy, beside the same with every image matched as a whole (the peer). `TRIVY_BIN=trivy npm run bench:rescans -- [--images 1000,10000]`.
 * Reports, analyses and rows of the fleet are written directly; figures tell of runs alone. Some 20 minutes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readContents } from '../functions/image/diff/contents.ts';
import { diffContents, isUnchanged } from '../functions/image/diff/diff.ts';
import { relianceOf } from '../functions/image/reliance/reliance.ts';
import { summarizeReport } from '../functions/image/summarize-report.ts';
import type { TrivyReport, TrivyVulnerability } from '../functions/image/trivy-report.ts';
import type { Run } from '../functions/rescans/runs/run.ts';
import { newWatch } from '../functions/rescans/watches/watch.ts';
import { watchSubject } from '../functions/rescans/watches/watch-target.ts';
import { resultOf } from '../functions/scans/image/image-record.ts';
import { imageScanId } from '../functions/scans/image/image-scan-id.ts';
import { storeJson } from '../functions/scans/image/stored-json.ts';
import { writeTrivyDatabase } from '../sample/database/write-trivy-database.ts';
import { columns, short } from './harness/figures.ts';
import {
  analysedLayers,
  analysisOf,
  changedPackages,
  type FleetImage,
  type FleetPackage,
  fleetAdvisories,
  fleetImage,
  fleetPackages,
  reportOf,
} from './rescan-fleet.ts';
import { openRescanRoom, tenant } from './rescan-room.ts';

const { values } = parseArgs({ options: { images: { type: 'string', default: '1000,10000' } } });
const sizes = values.images.split(',').map(Number);
const platform = 'linux/amd64';
const directory = mkdtempSync(join(tmpdir(), 'drydock-bench-rescans-'));
const room = await openRescanRoom(join(directory, 'data'));
const changes: (readonly FleetPackage[])[] = [];
let databases = 0;
let seeded = 0;
const say = (text: string): void => void process.stderr.write(`\r${text.padEnd(78)}`);

async function promote(): Promise<{ id: string; updatedAt: string }> {
  const place = join(directory, `database-${databases++}`);
  writeTrivyDatabase(place, fleetAdvisories(changes));
  return room.promote(place);
}

async function rematch(image: Pick<FleetImage, 'layers'>, report: TrivyReport): Promise<TrivyReport> {
  const blobs = image.layers.map(({ digest }) => ({ layer: digest, key: digest }));
  const analysis = { scanner: room.version, artifact: 'fleet', blobs };
  const matched = await room.rematcher.rematch({ report, analysis, notices: [] });
  if (matched.outcome !== 'matched') throw new Error(`the fleet cannot be matched: ${matched.reason}`);
  return matched.report;
}

async function keepAnalyses({ layers }: Pick<FleetImage, 'layers'>): Promise<void> {
  for (const [at, { digest, key }] of analysedLayers({ layers }).entries()) {
    const place = { content: digest, kind: 'blob', id: key } as const;
    if ((await room.analyses.read(place)) === undefined) await room.analyses.write(place, analysisOf(layers[at]!));
  }
}

/** What the promoted database finds of each package, matched a hundred at a time. */
async function findingsOfPackages(): Promise<Map<string, TrivyVulnerability[]>> {
  const found = new Map<string, TrivyVulnerability[]>();
  for (let at = 0; at < fleetPackages.length; at += 100) {
    const packages = fleetPackages.slice(at, at + 100);
    const image = { layers: [{ digest: fleetImage(-1 - at).digest, packages }] };
    await keepAnalyses(image);
    const { Results } = await rematch(
      image,
      reportOf(image, () => []),
    );
    for (const { Layer: _, ...finding } of (Results ?? []).flatMap((result) => result.Vulnerabilities ?? [])) {
      found.set(finding.PkgName!, [...(found.get(finding.PkgName!) ?? []), finding]);
    }
  }
  return found;
}

/** Writes images as scans with the promoted database would have left them. */
async function seed(size: number): Promise<void> {
  const database = await promote();
  const found = await findingsOfPackages();
  const now = room.clock();
  const tools = { scannerVersion: room.version, database: { generation: database.id, updatedAt: database.updatedAt } };
  const seedImage = async (at: number): Promise<void> => {
    const image = fleetImage(at);
    const { digest, repository } = image;
    await keepAnalyses(image);
    const report = reportOf(image, (name) => found.get(name) ?? []);
    if (at % 500 === 0 && !isSame(report, await rematch(image, report))) throw new Error('the fleet is not as matched');
    const subject = { tenant, subject: digest, platform, scanners: 'vuln', database: database.id };
    const scan = imageScanId(room.deploymentKey, subject);
    const { coverage: _, ...summary } = summarizeReport(report, tools, room.rules, now);
    const blobs = image.layers.map((layer) => ({ layer: layer.digest, key: layer.digest }));
    const record = {
      ...{ ...summary, tenant, digest, platform, scan, generation: 1, scanned: now, repository },
      ...{ database: database.id, scannerVersion: room.version, notices: [], image: `${repository}@${digest}` },
      analysis: { scanner: room.version, artifact: 'fleet', blobs },
      report: await storeJson(room.reports, `reports/${tenant}/${scan}/seed.json`, report),
      expires: Math.floor(now / 1000) + 90 * 86_400,
    };
    await room.images.addResult(resultOf(record));
    await room.images.record(record);
    const { expires } = record;
    const reliance = relianceOf(report)!;
    await room.reliances.put({ tenant, digest, platform, scan, scanned: now, matched: now, reliance, expires });
    const target = watchSubject(room.deploymentKey, tenant, 'bench', { image: record.image, platform });
    await room.watches.create(newWatch({ ...target, digest }, now, room.watchSettings));
  };
  for (; seeded < size; seeded += 10) {
    await Promise.all(Array.from({ length: Math.min(10, size - seeded) }, (_, at) => seedImage(seeded + at)));
    if (seeded % 100 === 0) say(`made ${seeded} of ${size} images`);
  }
  seeded = size;
}

const isSame = (one: TrivyReport, other: TrivyReport): boolean =>
  isUnchanged(diffContents(readContents(one), readContents(other), true));

const rows: string[][] = [];

const byShelves = { leaves: true, shelves: true };
const imageByImage = { leaves: true, shelves: false };
const whole = { leaves: false, shelves: false };

/** Promotes a database with another change and measures its run. */
async function measure(name: string, changed: readonly FleetPackage[], way = byShelves): Promise<number> {
  changes.push(changed);
  const promoting = performance.now();
  await promote();
  const promoteMs = performance.now() - promoting;
  room.traffic.take();
  room.counts.clear();
  const peak = { heap: 0, all: 0 };
  const watching = setInterval(() => {
    const { heapUsed, external, rss } = process.memoryUsage();
    peak.heap = Math.max(peak.heap, heapUsed + external);
    peak.all = Math.max(peak.all, rss);
  }, 50);
  const start = performance.now();
  const onProgress = (run: Run) => say(`${name}: ${run.done} of ${run.total} images, ${run.changed} changed`);
  const run = await room.run(way, onProgress);
  const took = performance.now() - start;
  clearInterval(watching);
  if (run.failed > 0 || run.done !== seeded) throw new Error(`${run.failed} failed, ${run.done} done`);
  const { requests, rowsRead, rowsWritten, reportsRead, reportsWritten } = room.traffic.take();
  const figures = [
    seeded,
    run.changed,
    run.untouched,
    run.batches,
    promoteMs / 1000,
    run.planMs / 1000,
    took / 1000,
    took / seeded,
  ];
  const traffic = [requests, rowsRead, rowsWritten, reportsRead + reportsWritten];
  const memory = [peak.heap / 1024 ** 2, peak.all / 1024 ** 2];
  const row = [name, ...[...figures, ...traffic, ...memory].map(short)];
  say(row.join('  '));
  process.stderr.write('\n');
  rows.push(row);
  return took;
}

try {
  for (const size of sizes) {
    await seed(size);
    room.passHour();
    // Fills shelves, beside whatever is done once, such as starting the server.
    await measure('first change: shelves are filled', changedPackages.nothing);
    const nothing = await measure('nothing in the images', changedPackages.nothing);
    const few = await measure('five packages, in 50 images', changedPackages.few);
    const asked = await measure('nothing, each image looked at', changedPackages.nothing, imageByImage);
    const skewed = await measure('1 % of the packages, those few hold', changedPackages.skewed);
    const peer = await measure('peer: all matched whole, nothing changed', changedPackages.nothing, whole);
    // Every image has another result, so that time grows with images by either way: once is enough.
    const even = size === sizes[0] ? [await measure('1 % of the packages, evenly', changedPackages.even)] : [];
    const times = [nothing, few, asked, skewed, ...even].map((took) => `${short(peer / took)} x`);
    rows.push(['  peer / nothing, five, each looked at, 1 %', ...times]);
  }
  const head = ['', 'images', 'changed', 'left alone', 'batches', 'promote s', 'plan s', 'run s', 'ms/image'];
  const width = head.length + 6;
  // The table is a database in a thread of this process: its files and buffers are in the last column, and not in the one before.
  const table = [[...head, 'requests', 'rows read', 'written', 'reports', 'heap MB', 'RSS MB'], ...rows];
  process.stdout.write(`\n${columns(table.map((row) => [...row, ...Array(width - row.length).fill('')]))}\n`);
} finally {
  await room.close();
  rmSync(directory, { recursive: true });
}
