import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDistribution } from '../registry/distribution.ts';
import { corpus } from './corpus.ts';
import { contentOf, type ExpectedImage, expectedOf } from './expected-findings.ts';
import { plainTrivy } from './plain-trivy.ts';
import { pushImage } from './push-image.ts';

/** Pushes the corpus to docker-registry and runs `trivy image` on each of it with the sample's database; nothing of drydock in between. */
export async function scanCorpus(trivy: string): Promise<Record<string, ExpectedImage>> {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-corpus-'));
  const registry = await startDistribution();
  try {
    const scan = plainTrivy(trivy, directory);
    const scanned: Record<string, ExpectedImage> = {};
    for (const [name, image] of Object.entries(corpus)) {
      await pushImage(registry.url, name, 'latest', image);
      scanned[name] = expectedOf(await scan(`${registry.host}/${name}:latest`), contentOf(image));
    }
    return scanned;
  } finally {
    await registry.stop();
    rmSync(directory, { recursive: true });
  }
}
