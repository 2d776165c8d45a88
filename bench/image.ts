/**
 * A scan of an image that nobody knows yet, beside bare `trivy image` on the same image, registry and database, in turns; medians.
 * `TRIVY_BIN=trivy npm run bench:image -- [--rounds 11] [--size small]`; docker-registry is needed, too. Fails when findings differ.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultPlatform } from '../functions/image/platform.ts';
import { parseReference } from '../functions/image/reference.ts';
import { addressPolicy } from '../functions/network/address-policy.ts';
import { registryClient } from '../functions/registry/client.ts';
import { scanPulled } from '../functions/scanner/scan-pulled.ts';
import { fileAnalysisStore } from '../functions/storage/objects/file-analysis-store.ts';
import { systemTimer as timer } from '../functions/system-timer.ts';
import { cacheSeam } from '../functions/trivy/cache/cache-seam.ts';
import { findTrivy } from '../functions/trivy/find-trivy.ts';
import { imageScanner } from '../functions/trivy/scanner.ts';
import { sampleDatabase } from '../sample/database/advisories.ts';
import { pushImage } from '../test/images/push-image.ts';
import { startDistribution } from '../test/registry/distribution.ts';
import { promotedDatabase } from '../test/trivy/promoted-database.ts';
import { bareTrivy } from './harness/bare-trivy.ts';
import { short } from './harness/figures.ts';
import { foundIn } from './harness/found-in.ts';
import { packedBytes, type ServiceSize, serviceImage, serviceSizes } from './harness/service-images.ts';
import { inTurns, sidesTable } from './harness/sides.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '11' }, size: { type: 'string' } } });
const sizes = serviceSizes.filter((size) => values.size === undefined || values.size === size);
const directory = mkdtempSync(join(tmpdir(), 'drydock-bench-image-'));
const jobs = join(directory, 'jobs');
const promoted = promotedDatabase(directory, sampleDatabase);
const binary = await findTrivy({ timer, jobs }, { configured: process.env.TRIVY_BIN, path: process.env.PATH });
const registry = await startDistribution();
const client = registryClient({ policy: addressPolicy({ loopback: true }) });
const trivy = imageScanner({ binary, promoted, jobs });
const onFailure = (error: unknown): void => {
  throw error;
};
const seam = cacheSeam({
  ...{ store: fileAnalysisStore(join(directory, 'analyses')), clock: Date.now, timer, lifeMs: 86_400_000, onFailure },
});

async function drydock(reference: string, analyses: typeof seam | undefined): Promise<string> {
  const signal = AbortSignal.timeout(120_000);
  const order = { reference: parseReference(reference), platform: defaultPlatform, afresh: true, signal };
  const { scan } = await scanPulled({ client, trivy, seam: analyses }, order);
  return scan.raw.toString();
}

async function measure(size: ServiceSize): Promise<string> {
  const image = serviceImage(size);
  const reference = `${registry.host}/${size}`;
  await pushImage(registry.url, size, 'latest', image);
  const sides = [
    { name: 'trivy image', run: () => bareTrivy({ file: binary.path, promoted, directory }, reference) },
    { name: 'drydock', run: () => drydock(reference, seam) },
    { name: 'drydock, no analyses kept', run: () => drydock(reference, undefined) },
  ];
  const measured = await inTurns(sides, Number(values.rounds), (reports) => {
    const found = new Set(reports.map(foundIn));
    if (found.size !== 1 || found.has('')) throw new Error('findings differ, or there are none');
  });
  const { length: layers } = image.layers;
  const mebibytes = (packedBytes(image) / 1024 / 1024).toFixed(1);
  const head = `${size}: ${mebibytes} MiB packed, ${layers} layers, ${values.rounds} rounds, load ${short(loadavg()[0]!)}`;
  return `${head}\n${sidesTable(['fresh scan', 'of bare'], measured, (own, bare) => own / bare)}`;
}

try {
  for (const size of sizes) console.log(await measure(size));
} finally {
  client.close();
  await seam.close();
  await registry.stop();
  rmSync(directory, { recursive: true });
}
