/**
 * Wall time of scanning images whose base is known, beside a bare `trivy image` with an empty cache on the same registry and database.
 * `TRIVY_BIN=trivy npm run bench:cache -- [--rounds 11]`. Fails when findings differ, or more is fetched than an image's own layers.
 */
import { createCipheriv } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseReference } from '../functions/image/reference.ts';
import { addressPolicy } from '../functions/network/address-policy.ts';
import { registryClient } from '../functions/registry/client.ts';
import { scanPulled } from '../functions/scanner/scan-pulled.ts';
import { fileAnalysisStore } from '../functions/storage/objects/file-analysis-store.ts';
import { systemTimer as timer } from '../functions/system-timer.ts';
import { cacheSeam } from '../functions/trivy/cache/cache-seam.ts';
import { generationsIn } from '../functions/trivy/database/generations.ts';
import { findTrivy } from '../functions/trivy/find-trivy.ts';
import { imageScanner } from '../functions/trivy/scanner.ts';
import {
  type BuiltImage,
  buildImage,
  describeBlob,
  type ImageBlob,
  type ImageConfig,
} from '../sample/images/build-image.ts';
import { npmFiles } from '../sample/images/library-files.ts';
import { debianFiles } from '../sample/images/os-files.ts';
import { importSampleDatabase } from '../sample/import-database.ts';
import { serveImages } from '../sample/serve-images.ts';
import { bareTrivy } from './harness/bare-trivy.ts';
import { columns, median, short } from './harness/figures.ts';
import { foundIn } from './harness/found-in.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '11' } } });
const rounds = Number(values.rounds);
const directory = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
const { databases, jobs } = { databases: join(directory, 'trivy'), jobs: join(directory, 'trivy', 'jobs') };
const platform = { os: 'linux', architecture: 'amd64' };
const mebibyte = 2 ** 20;
let seeds = 2;

/** Text that packs to a little more than half, the same for the same seed. */
const noise = (bytes: number, seed: number): string =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16))
    .update(Buffer.alloc(bytes / 2))
    .toString('hex');
const packages = Array.from({ length: 120 }, (_, index) => ({
  name: `lib${index}`,
  source: 'openssl',
  version: '3.0.9-1',
}));
const fileBytes = 40_000;

/** As Debian's base is: packages, and thousands of files of no interest. */
const baseOf = (bytes: number): BuiltImage => {
  const text = noise(bytes, 1);
  const names = Array.from(
    { length: Math.floor(bytes / fileBytes) },
    (_, index) => `usr/share/${index % 50}/file-${index}`,
  );
  const files = names.map((name, index) => [name, text.slice(index * fileBytes, (index + 1) * fileBytes)]);
  return buildImage({ layers: [{ files: { ...debianFiles('12.1', packages), ...Object.fromEntries(files) } }] });
};
/** The base with a layer of its own, no two alike. */
const imageOn = (base: BuiltImage, seed: number): BuiltImage => {
  const [layer] = base.layers as [ImageBlob];
  const { rootfs } = JSON.parse(Buffer.from(base.config.bytes).toString()) as ImageConfig;
  const own = buildImage({
    layers: [{ files: { ...npmFiles('lodash', '4.17.20'), 'app/code': noise(2 * mebibyte, seed) } }],
    alterConfig: (config) => ({
      ...config,
      rootfs: { type: 'layers', diff_ids: [...rootfs.diff_ids, ...config.rootfs.diff_ids] },
    }),
    alterManifest: (manifest) => ({ ...manifest, layers: [describeBlob(layer), ...manifest.layers] }),
  });
  return { ...own, layers: [layer, ...own.layers] };
};

await importSampleDatabase(directory, process.env);
const { promoted } = generationsIn(databases);
const binary = await findTrivy({ timer, jobs }, { configured: process.env.TRIVY_BIN, path: process.env.PATH });
const trivy = imageScanner({ binary, promoted, jobs });
const client = registryClient({ policy: addressPolicy({ loopback: true }) });
const seam = cacheSeam({
  ...{ store: fileAnalysisStore(join(directory, 'analyses')), clock: Date.now, timer, lifeMs: 86_400_000 },
  onFailure: (error) => {
    throw error;
  },
});
/** `expected`: bytes of the layers that are not known. */
async function drydock(reference: string, expected: number): Promise<string> {
  let fetched = 0;
  const order = { reference: parseReference(reference), platform, signal: new AbortController().signal };
  const onBytes = ({ done }: { done: number }): void => {
    fetched = done;
  };
  const { scan } = await scanPulled({ client, trivy, seam }, { ...order, onBytes });
  if (fetched !== expected) throw new Error(`${fetched} bytes were fetched, not ${expected}`);
  return scan.raw.toString();
}

async function measure(base: BuiltImage): Promise<{ bare: number[]; shared: number[]; again: number[] }> {
  const times = { bare: [] as number[], shared: [] as number[], again: [] as number[] };
  const known = await serveImages({ base });
  await drydock(`${known.host}/base`, base.layers[0]!.bytes.length);
  await known.close();
  for (let round = 0; round <= rounds; round++) {
    const image = imageOn(base, seeds++);
    const registry = await serveImages({ app: image });
    const reference = `${registry.host}/app`;
    const reports: string[] = [];
    const sides = [
      ['bare', () => bareTrivy({ file: binary.path, promoted, directory }, reference)],
      ['shared', () => drydock(reference, image.layers[1]!.bytes.length)],
      ['again', () => drydock(reference, 0)],
    ] as const;
    for (const [side, run] of sides) {
      const start = performance.now();
      const report = await run();
      // The first round fills the page cache.
      if (round > 0) times[side].push(performance.now() - start);
      reports.push(foundIn(report));
    }
    await registry.close();
    if (new Set(reports).size !== 1) throw new Error('findings differ');
    if (!reports[0]!.includes('lodash') || !reports[0]!.includes('lib7 ')) throw new Error('nothing was found');
  }
  return times;
}

try {
  for (const unpacked of [110, 8]) {
    const base = baseOf(unpacked * mebibyte);
    const times = await measure(base);
    const peer = median(times.bare);
    const row = (name: string, all: number[]): string[] => [name, short(median(all)), `${short(median(all) / peer)} x`];
    const rows = [
      [`base of ${short(base.layers[0]!.bytes.length / 1e6)} MB, 1 MB on top`, 'ms', 'of bare'],
      row('trivy image, empty cache', times.bare),
      row('drydock, base known', times.shared),
      row('drydock, all known', times.again),
    ];
    process.stdout.write(`${columns(rows)}\n`);
  }
} finally {
  await seam.close();
  client.close();
  rmSync(directory, { recursive: true });
}
