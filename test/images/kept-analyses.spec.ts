import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import { scanPulled } from '../../functions/scanner/scan-pulled.ts';
import { systemTimer } from '../../functions/system-timer.ts';
import { cacheSeam } from '../../functions/trivy/cache/cache-seam.ts';
import { imageScanner } from '../../functions/trivy/scanner.ts';
import { sampleDatabase } from '../../sample/database/advisories.ts';
import { serveImages } from '../../sample/serve-images.ts';
import { localClient } from '../registry/local-client.ts';
import { memoryAnalysisStore } from '../trivy/cache/memory-analysis-store.ts';
import { promotedDatabase } from '../trivy/promoted-database.ts';
import { realTrivy } from '../trivy/trivies.ts';
import { corpus } from './corpus.ts';
import { contentOf, type ExpectedImage, expectedOf, readExpected } from './expected-findings.ts';

describe.skipIf(realTrivy === undefined)('the corpus of images, through kept analyses', () => {
  it('corpus: what is found is the same as by plain Trivy, when nothing is known and when all is', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'drydock-kept-'));
    const registry = await serveImages(corpus);
    const client = localClient();
    const failures: unknown[] = [];
    const seam = cacheSeam({
      ...{ store: memoryAnalysisStore(), clock: Date.now, timer: systemTimer, lifeMs: 86_400_000 },
      onFailure: (error) => failures.push(error),
    });
    onTestFinished(async () => {
      await seam.close();
      client.close();
      await registry.close();
      rmSync(directory, { recursive: true });
    });
    const promoted = promotedDatabase(directory, sampleDatabase);
    const trivy = imageScanner({ binary: realTrivy!, promoted, jobs: join(directory, 'jobs') });
    for (const round of ['nothing is known', 'all is known']) {
      const scanned: Record<string, ExpectedImage> = {};
      for (const [name, image] of Object.entries(corpus)) {
        let fetched = 0;
        const { scan, analysis } = await scanPulled(
          { client, trivy, seam },
          {
            reference: parseReference(`${registry.host}/${name}`),
            platform: { os: 'linux', architecture: 'amd64' },
            signal: new AbortController().signal,
            onBytes: ({ done }) => {
              fetched = done;
            },
          },
        );
        scanned[name] = expectedOf(scan.raw.toString(), contentOf(image));
        expect(analysis?.blobs.length, name).toBeGreaterThan(0);
        if (round === 'all is known') expect(fetched, name).toBe(0);
      }
      expect(scanned).toEqual(readExpected());
    }
    expect(failures).toEqual([]);
  }, 180_000);
});
