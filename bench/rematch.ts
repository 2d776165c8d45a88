/**
 * One image matched again by the warm server, beside a fresh `trivy image` (its own new cache, the same registry and database) in the
 * same run, in turns; medians. `TRIVY_BIN=trivy npm run bench:rematch -- [--rounds 21] [--size small]`; docker-registry is needed, too.
 * Fails when findings differ.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileAnalysisStore } from '../functions/storage/objects/file-analysis-store.ts';
import { systemTimer as timer } from '../functions/system-timer.ts';
import { analysesOf } from '../functions/trivy/cache/analyses.ts';
import { layerAnalyses } from '../functions/trivy/cache/layer-analyses.ts';
import { findTrivy } from '../functions/trivy/find-trivy.ts';
import { imageRematcher } from '../functions/trivy/server/rematch-image.ts';
import { warmServer } from '../functions/trivy/server/warm-server.ts';
import { sampleDatabase } from '../sample/database/advisories.ts';
import { pushImage } from '../test/images/push-image.ts';
import { startDistribution } from '../test/registry/distribution.ts';
import { promotedDatabase } from '../test/trivy/promoted-database.ts';
import { freshScans } from '../test/trivy/server/fresh-scans.ts';
import { bareTrivy } from './harness/bare-trivy.ts';
import { short } from './harness/figures.ts';
import { foundIn } from './harness/found-in.ts';
import { packedBytes, type ServiceSize, serviceImage, serviceSizes } from './harness/service-images.ts';
import { inTurns, sidesTable } from './harness/sides.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '21' }, size: { type: 'string' } } });
const sizes = serviceSizes.filter((size) => values.size === undefined || values.size === size);
const directory = mkdtempSync(join(tmpdir(), 'drydock-bench-rematch-'));
const jobs = join(directory, 'jobs');
const promoted = promotedDatabase(directory, sampleDatabase);
const binary = await findTrivy({ timer, jobs }, { configured: process.env.TRIVY_BIN, path: process.env.PATH });
const registry = await startDistribution();
const server = warmServer({ binary, promoted, jobs, newSecret: () => randomBytes(16).toString('hex'), timer });
const store = fileAnalysisStore(join(directory, 'analyses'));
const kept = analysesOf(binary.version, { store, clock: Date.now, lifeMs: 86_400_000 });
const fail = (error: unknown): void => {
  throw error;
};

async function measure(size: ServiceSize): Promise<string> {
  const image = serviceImage(size);
  const { host } = registry;
  await pushImage(registry.url, size, 'latest', image);
  const { scans, analyses } = await freshScans(binary.path, { host, images: { [size]: image } }, sampleDatabase);
  const { report, layers: read } = scans[size]!;
  const layers = read.map((layer) => ({ ...layer, key: layer.key.slice('fanal::blob::'.length) }));
  for (const [place, { digest, key }] of layers.entries()) {
    const analysis = (await analyses.read(digest, read[place]!.key))!;
    await kept.write({ content: digest, kind: 'blob', id: key }, Buffer.from(analysis));
  }
  const rematch = imageRematcher({ server, analyses: layerAnalyses(kept, fail), binary, clock: Date.now });
  const again = async (): Promise<string> => {
    const rematched = await rematch({ report, layers, trivyVersion: binary.version });
    if (rematched.outcome !== 'matched') throw new Error(rematched.reason);
    return JSON.stringify(rematched.report);
  };
  const sides = [
    { name: 'trivy image', run: () => bareTrivy({ file: binary.path, promoted, directory }, `${host}/${size}`) },
    { name: 'drydock, matched again', run: again },
  ];
  let findings = 0;
  const measured = await inTurns(sides, Number(values.rounds), (reports) => {
    const found = new Set(reports.map(foundIn));
    if (found.size !== 1 || found.has('')) throw new Error('findings differ, or there are none');
    findings = foundIn(reports[0]!).split('\n').length;
  });
  const packages = report.Results?.reduce((sum, { Packages }) => sum + (Packages?.length ?? 0), 0);
  const mebibytes = (packedBytes(image) / 1024 / 1024).toFixed(1);
  const head = `${size}: ${mebibytes} MiB packed, ${packages} packages, ${findings} findings`;
  const run = `${values.rounds} rounds, load ${short(loadavg()[0]!)}`;
  return `${head}, ${run}\n${sidesTable(['', 'faster'], measured, (own, bare) => bare / own)}`;
}

try {
  for (const size of sizes) console.log(await measure(size));
} finally {
  await server.close();
  await registry.stop();
  rmSync(directory, { recursive: true });
}
