import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { touchesResult } from '../../../functions/image/reliance/database-changes.ts';
import { relianceOf } from '../../../functions/image/reliance/reliance.ts';
import type { TrivyReport } from '../../../functions/image/trivy-report.ts';
import { shelfMaker } from '../../../functions/rescans/postings/shelf-maker.ts';
import { touchedEntries } from '../../../functions/rescans/postings/touched-entries.ts';
import { systemTimer } from '../../../functions/system-timer.ts';
import { changedAdvisories } from '../../../functions/trivy/database/changed-advisories.ts';
import { imageRematcher } from '../../../functions/trivy/server/rematch-image.ts';
import { warmServer } from '../../../functions/trivy/server/warm-server.ts';
import { laterSampleDatabase, sampleDatabase } from '../../../sample/database/advisories.ts';
import { type Advisories, writeTrivyDatabase } from '../../../sample/database/write-trivy-database.ts';
import { serveImages } from '../../../sample/serve-images.ts';
import { corpus } from '../../images/corpus.ts';
import { promotedDatabase } from '../promoted-database.ts';
import { realTrivy } from '../trivies.ts';
import { comparable } from './comparable.ts';
import { type FreshScan, type FreshScans, freshScans } from './fresh-scans.ts';
import { handMadeAdvisories, handMadeImages } from './hand-made-images.ts';

type Packages = Advisories['packages'];
const rowsOf = (packages: Packages) =>
  Object.entries(packages).flatMap(([bucket, byName]) =>
    Object.entries(byName).flatMap(([name, byId]) =>
      Object.entries(byId).map((advisory) => ({ bucket, name, advisory })),
    ),
  );
const rows = [sampleDatabase, laterSampleDatabase, handMadeAdvisories].flatMap(({ packages }) => rowsOf(packages));

/** Some advisories of both generations of the sample, and of images made by hand: modules, other repositories, other sources. */
const somewhat: fc.Arbitrary<Advisories> = fc
  .record({
    kept: fc.subarray(rows, { minLength: Math.floor(rows.length / 2) }),
    rated: fc.constantFrom('LOW', 'HIGH'),
  })
  .map(({ kept, rated }) => {
    const packages: Record<string, Record<string, Record<string, object>>> = {};
    for (const { bucket, name, advisory } of kept) {
      const byName = packages[bucket] ?? {};
      packages[bucket] = { ...byName, [name]: { ...byName[name], [advisory[0]]: advisory[1] } };
    }
    const vulnerabilities = {
      ...laterSampleDatabase.vulnerabilities,
      ...handMadeAdvisories.vulnerabilities,
      'CVE-2022-32149': { ...laterSampleDatabase.vulnerabilities['CVE-2022-32149'], Severity: rated },
    };
    return { ...laterSampleDatabase, vulnerabilities, packages };
  });

/** Images made by hand as scans would have left them. */
function scansByHand(): { kept: Map<string, Uint8Array>; scans: Record<string, FreshScan> } {
  const kept = new Map<string, Uint8Array>();
  const scans: Record<string, FreshScan> = {};
  for (const [name, { report, analyses }] of Object.entries(handMadeImages)) {
    const layers = analyses.map((analysis, place) => {
      const { DiffID } = analysis as { DiffID: string };
      const layer = { digest: DiffID, key: `${name}-${place}`, diffId: DiffID };
      kept.set(layer.key, Buffer.from(JSON.stringify(analysis)));
      return layer;
    });
    scans[name] = { report, layers };
  }
  return { kept, scans };
}
const handMade = scansByHand();
const anyWatch = `w${'0'.repeat(32)}`;
const anyDigest = `sha256:${'0'.repeat(64)}`;

describe.skipIf(realTrivy === undefined)('images left alone, by the real Trivy', () => {
  let directory: string;
  let earlier: FreshScans;
  let later: FreshScans;
  let made = 0;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'drydock-untouched-'));
    const registry = await serveImages(corpus);
    const images = { host: registry.host, images: corpus };
    earlier = await freshScans(realTrivy!.path, images, sampleDatabase);
    later = await freshScans(realTrivy!.path, images, laterSampleDatabase);
    await registry.close();
  }, 240_000);
  afterAll(() => rmSync(directory, { recursive: true }));

  const newDatabase = (advisories: Advisories): string => {
    made += 1;
    const place = join(directory, `database-${made}`);
    writeTrivyDatabase(place, advisories);
    return join(place, 'db', 'trivy.db');
  };
  const matchAll = async (advisories: Advisories): Promise<Record<string, TrivyReport>> => {
    made += 1;
    const place = join(directory, `server-${made}`);
    const server = warmServer({
      binary: realTrivy!,
      promoted: promotedDatabase(place, advisories),
      jobs: join(place, 'jobs'),
      newSecret: () => randomBytes(16).toString('hex'),
      timer: systemTimer,
    });
    const analyses = {
      read: async (layer: string, key: string) => handMade.kept.get(key) ?? earlier.analyses.read(layer, key),
    };
    const rematch = imageRematcher({ server, analyses, binary: realTrivy!, clock: () => 0 });
    const matched: Record<string, TrivyReport> = {};
    for (const [name, { report, layers }] of Object.entries({ ...earlier.scans, ...handMade.scans })) {
      const result = await rematch({ report, layers, trivyVersion: realTrivy!.version });
      if (result.outcome !== 'matched') throw new Error(result.reason);
      matched[name] = result.report;
    }
    await server.close();
    return matched;
  };
  const untouchedBetween = async (before: Advisories, after: Advisories, reports: Record<string, TrivyReport>) => {
    const touches = touchesResult(await changedAdvisories(newDatabase(before), newDatabase(after)));
    const names = Object.keys(reports);
    const reliances = names.map((name) => relianceOf(reports[name]!));
    const shelf = shelfMaker();
    for (const reliance of reliances) {
      const certain = reliance && { reliance, database: 'before', scanned: 0, matched: 0 };
      shelf.add({ watch: anyWatch, digest: anyDigest, platform: 'linux/amd64', ...(certain && { certain }) });
    }
    const question = { touchesFrom: new Map([['before', touches]]), matchedSince: 0 };
    const touched = new Set(touchedEntries(shelf.make(), question));
    const untouched = names.filter((_, at) => !touched.has(at));
    // A shelf of them all finds what asking each does.
    expect(untouched).toEqual(names.filter((_, at) => reliances[at] !== undefined && !touches(reliances[at])));
    return untouched;
  };

  it('untouched: between both generations of the sample, fresh scans of an image left alone are the same', async () => {
    const reports = Object.fromEntries(
      Object.entries(earlier.scans).map(([name, { report }]: [string, FreshScan]) => [name, report]),
    );
    const untouched = await untouchedBetween(sampleDatabase, laterSampleDatabase, reports);
    for (const name of untouched) {
      expect(comparable(later.scans[name]!.report), name).toEqual(comparable(reports[name]!));
    }
    expect(untouched.length).toBeGreaterThan(5);
  });

  it('untouched: between any two databases, an image left alone is matched as before', async () => {
    let untouchedInAll = 0;
    const pair = fc.tuple(somewhat, somewhat);
    const check = async ([before, after]: [Advisories, Advisories]): Promise<void> => {
      const [first, second] = [await matchAll(before), await matchAll(after)];
      for (const name of await untouchedBetween(before, after, first)) {
        expect(comparable(second[name]!), name).toEqual(comparable(first[name]!));
        untouchedInAll += 1;
      }
    };
    await fc.assert(fc.asyncProperty(pair, check), { numRuns: 10, endOnFailure: true });
    expect(untouchedInAll).toBeGreaterThan(10);
  }, 240_000);
});
