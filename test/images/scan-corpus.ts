import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { offline } from '../../functions/trivy/scan-arguments.ts';
import { sampleDatabase } from '../../sample/database/advisories.ts';
import { writeTrivyDatabase } from '../../sample/database/write-trivy-database.ts';
import { startDistribution } from '../registry/distribution.ts';
import { corpus } from './corpus.ts';
import { contentOf, type ExpectedImage, expectedOf } from './expected-findings.ts';
import { pushImage } from './push-image.ts';

/** Pushes the corpus to docker-registry and runs `trivy image` on each of it with the sample's database; nothing of drydock in between. */
export async function scanCorpus(trivy: string): Promise<Record<string, ExpectedImage>> {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-corpus-'));
  const registry = await startDistribution();
  const scan = (reference: string): string => {
    const args = ['--scanners', 'vuln', '--image-src', 'remote', '--platform', 'linux/amd64', '--list-all-pkgs'];
    return execFileSync(trivy, ['image', '-q', ...args, ...offline(directory), reference], {
      encoding: 'utf8',
      env: { HOME: directory },
    });
  };
  try {
    writeTrivyDatabase(directory, sampleDatabase);
    const scanned: Record<string, ExpectedImage> = {};
    for (const [name, image] of Object.entries(corpus)) {
      await pushImage(registry.url, name, 'latest', image);
      scanned[name] = expectedOf(scan(`${registry.host}/${name}:latest`), contentOf(image));
    }
    return scanned;
  } finally {
    await registry.stop();
    rmSync(directory, { recursive: true });
  }
}
