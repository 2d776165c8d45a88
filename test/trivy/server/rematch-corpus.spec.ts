import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFindings } from '../../../functions/image/read-findings.ts';
import { systemTimer } from '../../../functions/system-timer.ts';
import { imageRematcher, type RematchImage } from '../../../functions/trivy/server/rematch-image.ts';
import { type WarmServer, warmServer } from '../../../functions/trivy/server/warm-server.ts';
import { laterSampleDatabase, sampleDatabase } from '../../../sample/database/advisories.ts';
import { serveImages } from '../../../sample/serve-images.ts';
import { corpus } from '../../images/corpus.ts';
import { promotedDatabase } from '../promoted-database.ts';
import { realTrivy } from '../trivies.ts';
import { comparable } from './comparable.ts';
import { type FreshScans, freshScans } from './fresh-scans.ts';

const generations = { earlier: sampleDatabase, later: laterSampleDatabase };
const names = Object.keys(corpus);
const now = Date.parse('2026-01-02T00:00:00.000Z');

describe.skipIf(realTrivy === undefined).each(Object.entries(generations))(
  'a rematch by the real Trivy with the %s database',
  (generation, advisories) => {
    let directory: string;
    let first: FreshScans;
    let fresh: FreshScans;
    let server: WarmServer;
    let rematch: RematchImage;
    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), 'drydock-rematch-'));
      const registry = await serveImages(corpus);
      const images = { host: registry.host, images: corpus };
      first = await freshScans(realTrivy!.path, images, sampleDatabase);
      fresh = advisories === sampleDatabase ? first : await freshScans(realTrivy!.path, images, advisories);
      await registry.close();
      server = warmServer({
        binary: realTrivy!,
        promoted: promotedDatabase(directory, advisories),
        jobs: join(directory, 'jobs'),
        newSecret: () => randomBytes(16).toString('hex'),
        timer: systemTimer,
      });
      rematch = imageRematcher({ server, analyses: first.analyses, binary: realTrivy!, clock: () => now });
    }, 120_000);
    afterAll(async () => {
      await server?.close();
      rmSync(directory, { recursive: true });
    });

    it.each(names)(`rematch with the ${generation} database: %s is as a fresh scan finds it`, async (name) => {
      const { report, layers } = first.scans[name]!;
      const result = await rematch({ report, layers, trivyVersion: realTrivy!.version });
      if (result.outcome !== 'matched') throw new Error(result.reason);
      const expected = fresh.scans[name]!.report;
      expect(comparable(result.report)).toEqual(comparable(expected));
      expect(readFindings(result.report)).toEqual(readFindings(expected));
      expect(result.report.Rematch).toMatchObject({ Mode: 'rematch', Database: result.database.id });
    });
  },
);
