import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinReport } from '../../../functions/image/packages/join-findings.ts';
import { listPackages } from '../../../functions/image/packages/list-packages.ts';
import type { TrivyReport } from '../../../functions/image/trivy-report.ts';
import { systemTimer } from '../../../functions/system-timer.ts';
import { type MatchedPackages, packageMatcher } from '../../../functions/trivy/server/match-packages.ts';
import type { AnalysedLayer } from '../../../functions/trivy/server/read-analyses.ts';
import { imageRematcher, type RematchImage } from '../../../functions/trivy/server/rematch-image.ts';
import { rematchMark } from '../../../functions/trivy/server/rematch-mark.ts';
import { type WarmServer, warmServer } from '../../../functions/trivy/server/warm-server.ts';
import { laterSampleDatabase, sampleDatabase } from '../../../sample/database/advisories.ts';
import type { Advisories } from '../../../sample/database/write-trivy-database.ts';
import { serveImages } from '../../../sample/serve-images.ts';
import { corpus } from '../../images/corpus.ts';
import { promotedDatabase } from '../promoted-database.ts';
import { realTrivy } from '../trivies.ts';
import { comparable } from './comparable.ts';
import { freshScans } from './fresh-scans.ts';
import { handMadeAdvisories, handMadeImages } from './hand-made-images.ts';

const generations = { earlier: sampleDatabase, later: laterSampleDatabase };
const now = Date.parse('2026-01-02T00:00:00.000Z');

interface Image {
  report: TrivyReport;
  layers: AnalysedLayer[];
  analyses: string[];
}

const withHandMade = ({ vulnerabilities, packages, ...rest }: Advisories): Advisories => ({
  ...rest,
  vulnerabilities: { ...vulnerabilities, ...handMadeAdvisories.vulnerabilities },
  packages: Object.fromEntries(
    Object.keys({ ...packages, ...handMadeAdvisories.packages }).map((bucket) => [
      bucket,
      { ...packages[bucket], ...handMadeAdvisories.packages[bucket] },
    ]),
  ),
});

function forgetIdentifiers(...reports: TrivyReport[]): void {
  const found = reports.flatMap(({ Results }) => Results!).flatMap((result) => result.Vulnerabilities ?? []);
  for (const vulnerability of found) delete vulnerability.PkgIdentifier;
}

describe.skipIf(realTrivy === undefined)('packages matched each once by the real Trivy', () => {
  const kept = new Map<string, Uint8Array>();
  const images: Record<string, Image> = {};
  beforeAll(async () => {
    const registry = await serveImages(corpus);
    const fresh = await freshScans(realTrivy!.path, { host: registry.host, images: corpus }, sampleDatabase);
    await registry.close();
    for (const [name, { report, layers }] of Object.entries(fresh.scans)) {
      const analyses: string[] = [];
      for (const { digest, key } of layers) {
        const value = (await fresh.analyses.read(digest, key))!;
        kept.set(`${digest} ${key}`, value);
        analyses.push(Buffer.from(value).toString());
      }
      images[name] = { report, layers, analyses };
    }
    for (const [name, { report, analyses }] of Object.entries(handMadeImages)) {
      const layers = analyses.map((analysis, place) => {
        const { DiffID } = analysis as { DiffID: string };
        const layer = { digest: DiffID, key: `${name}-${place}`, diffId: DiffID };
        kept.set(`${layer.digest} ${layer.key}`, Buffer.from(JSON.stringify(analysis)));
        return layer;
      });
      images[name] = { report, layers, analyses: analyses.map((analysis) => JSON.stringify(analysis)) };
    }
  }, 120_000);

  describe.each(Object.entries(generations))('with the %s database', (generation, advisories) => {
    let directory: string;
    let server: WarmServer;
    let rematch: RematchImage;
    let matched: MatchedPackages;
    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), 'drydock-packages-'));
      server = warmServer({
        binary: realTrivy!,
        promoted: promotedDatabase(directory, withHandMade(advisories)),
        jobs: join(directory, 'jobs'),
        newSecret: () => randomBytes(16).toString('hex'),
        timer: systemTimer,
      });
      const analyses = { read: async (layer: string, key: string) => kept.get(`${layer} ${key}`) };
      rematch = imageRematcher({ server, analyses, binary: realTrivy!, clock: () => now });
      const lists = Object.values(images).map((image) => listPackages(image.report, image.analyses)!);
      const all = lists.flat().flatMap((result) => result ?? []);
      const distinct = new Map(all.map((entry) => [entry.distinct.key, entry.distinct]));
      // Small documents, so that groups are split, too.
      matched = await packageMatcher(server)(distinct.values(), {
        packagesInOne: 3,
        onRefused: (_, error) => {
          throw error;
        },
      });
      expect(matched.findings.size).toBe(distinct.size);
    }, 60_000);
    afterAll(async () => {
      await server?.close();
      rmSync(directory, { recursive: true });
    });

    it.each([...Object.keys(corpus), ...Object.keys(handMadeImages)])(
      `packages: %s joined is as the ${generation} database finds it whole`,
      async (name) => {
        const { report, layers, analyses } = images[name]!;
        const whole = await rematch({ report, layers, trivyVersion: realTrivy!.version });
        if (whole.outcome !== 'matched') throw new Error(whole.reason);
        const joined = joinReport(report, listPackages(report, analyses)!, {
          findingsOf: (key) => matched.findings.get(key),
          endOfLife: (system) => matched.endOfLife.get(system),
          mark: rematchMark(matched.database),
          createdAt: new Date(now).toISOString(),
        });
        const [got, wanted] = [joined!, whole.report].map(comparable);
        // What is made by hand has no package URLs: Trivy makes them when it analyses.
        if (name in handMadeImages) forgetIdentifiers(got!, wanted!);
        expect(got).toEqual(wanted);
        expect(joined!.Rematch).toEqual(whole.report.Rematch);
      },
    );

    it(`packages: what only a label, a repository or a source tells apart has its own findings (${generation})`, async () => {
      const ids = Object.entries(handMadeImages).map(([name, { report, analyses }]) => {
        const listed = listPackages(
          report,
          analyses.map((analysis) => JSON.stringify(analysis)),
        )!;
        const keys = listed.flatMap((result) => result ?? []).map(({ distinct }) => distinct.key);
        return [
          name,
          keys.map((key) =>
            matched.findings
              .get(key)!
              .map(({ VulnerabilityID }) => VulnerabilityID)
              .join(' '),
          ),
        ];
      });
      expect(Object.fromEntries(ids)).toEqual({
        module: ['CVE-2021-22883'],
        'no-module': [''],
        stable: [''],
        edge: ['CVE-2023-38545'],
        'one-source': ['CVE-2023-38545'],
        'other-source': ['CVE-2022-32207 CVE-2023-38545'],
        'two-places': ['CVE-2023-38545', 'CVE-2023-38545'],
      });
    });
  });
});
