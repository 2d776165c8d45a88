/**
 * A scan of an image that nobody knows yet, beside bare `trivy image` on the same image, registry and database, in turns; medians.
 * `TRIVY_BIN=trivy npm run bench:image -- [--rounds 11] [--mebibytes 40]`; docker-registry is needed, too.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { defaultPlatform } from '../functions/image/platform.ts';
import { parseReference } from '../functions/image/reference.ts';
import { addressPolicy } from '../functions/network/address-policy.ts';
import { registryClient } from '../functions/registry/client.ts';
import { scanPulled } from '../functions/scanner/scan-pulled.ts';
import { systemTimer } from '../functions/system-timer.ts';
import { databaseFiles, javaFiles } from '../functions/trivy/database/layout.ts';
import { findTrivy } from '../functions/trivy/find-trivy.ts';
import { offline } from '../functions/trivy/scan-arguments.ts';
import { imageScanner } from '../functions/trivy/scanner.ts';
import { sampleDatabase } from '../sample/database/advisories.ts';
import { buildImage, type LayerSource } from '../sample/images/build-image.ts';
import { jarOf, npmFiles } from '../sample/images/library-files.ts';
import { debianFiles } from '../sample/images/os-files.ts';
import { pushImage } from '../test/images/push-image.ts';
import { startDistribution } from '../test/registry/distribution.ts';
import { promotedDatabase } from '../test/trivy/promoted-database.ts';
import { columns, median, short } from './harness/figures.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '11' }, mebibytes: { type: 'string', default: '40' } },
});
const rounds = Number(values.rounds);
const directory = mkdtempSync(join(tmpdir(), 'drydock-bench-image-'));
const jobs = join(directory, 'jobs');
const promoted = promotedDatabase(directory, sampleDatabase);
const binary = await findTrivy({ timer: systemTimer, jobs }, { configured: process.env.TRIVY_BIN });

/** Half of the bytes cannot be packed, as programs and archives; the rest can, as text. */
const ballast = (mebibytes: number): LayerSource => {
  const files = Array.from({ length: mebibytes * 4 }, (_, number): [string, Buffer] => {
    const noise = randomBytes(128 * 1024);
    return [`usr/share/ballast/${number}`, Buffer.concat([noise, Buffer.from(noise.toString('hex'))])];
  });
  return { files: Object.fromEntries(files) };
};
const libraries = Array.from({ length: 300 }, (_, number) => npmFiles(`package-${number}`, '1.0.0'));
const packages = Array.from({ length: 120 }, (_, number) => ({ name: `package${number}`, version: '1.0-1' }));
const image = buildImage({
  layers: [
    { files: debianFiles('12.1', [{ name: 'libssl3', source: 'openssl', version: '3.0.9-1' }, ...packages]) },
    ballast(Number(values.mebibytes) / 2),
    ballast(Number(values.mebibytes) / 2),
    { files: Object.assign({}, ...libraries, npmFiles('lodash', '4.17.20')) },
    { files: { 'app/log4j.jar': jarOf('org.apache.logging.log4j', 'log4j-core', '2.14.1') } },
  ],
});
const packed = image.layers.reduce((sum, { bytes }) => sum + bytes.length, 0);

const registry = await startDistribution();
const reference = `${registry.host}/bench`;
const bare = async (): Promise<number> => {
  const cache = mkdtempSync(join(directory, 'cache-'));
  const { directory: database } = await promoted();
  for (const [folder, name] of [...databaseFiles, ...javaFiles]) {
    mkdirSync(join(cache, folder), { recursive: true });
    linkSync(join(database, folder, name), join(cache, folder, name));
  }
  const args = ['--scanners', 'vuln', '--image-src', 'remote', '--platform', 'linux/amd64', '--list-all-pkgs'];
  const options = { env: { HOME: cache }, maxBuffer: 256 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(binary.path, ['image', ...args, ...offline(cache), reference], options);
  rmSync(cache, { recursive: true });
  return findingsIn(stdout);
};
const client = registryClient({ policy: addressPolicy({ loopback: true }) });
const scanner = imageScanner({ binary, promoted, jobs });
const drydock = async (): Promise<number> => {
  const order = {
    reference: parseReference(reference),
    platform: defaultPlatform,
    signal: AbortSignal.timeout(120_000),
  };
  const { scan } = await scanPulled({ client, trivy: scanner }, order);
  return findingsIn(scan.raw.toString());
};

function findingsIn(json: string): number {
  const { Results } = JSON.parse(json) as { Results: { Vulnerabilities?: unknown[] }[] };
  return Results.reduce((sum, { Vulnerabilities = [] }) => sum + Vulnerabilities.length, 0);
}

try {
  await pushImage(registry.url, 'bench', 'latest', image);
  const sides = [
    { name: 'drydock', run: drydock, times: [] as number[] },
    { name: 'trivy image', run: bare, times: [] as number[] },
  ];
  for (let round = -1; round < rounds; round++) {
    const found: number[] = [];
    // Who begins changes, so that neither always finds what the other left behind.
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const start = performance.now();
      found.push(await side.run());
      if (round >= 0) side.times.push(performance.now() - start);
    }
    if (found[0] === 0 || found[0] !== found[1]) throw new Error(`findings differ: ${found.join(' and ')}`);
  }
  const ours = median(sides[0]!.times);
  const rows = sides.map(({ name, times }) => {
    const low = short(Math.min(...times));
    return [name, short(median(times)), low, short(Math.max(...times)), `${short(ours / median(times))} x`];
  });
  console.log(`${(packed / 1024 / 1024).toFixed(1)} MiB in ${image.layers.length} layers, ${rounds} rounds`);
  console.log(columns([['scan', 'ms', 'least', 'most', 'drydock takes'], ...rows]));
} finally {
  client.close();
  await registry.stop();
  rmSync(directory, { recursive: true });
}
