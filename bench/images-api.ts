/**
 * The API of image scans: how soon a known digest is answered, how many scans a hundred requests for one image make, what four running
 * scans cost other requests, and how much memory and disk they take. `TRIVY_BIN=trivy npm run bench:images-api -- [--seconds 10]`
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { trivyDirectories } from '../local/trivy-places.ts';
import { type BuiltImage, buildImage } from '../sample/images/build-image.ts';
import { npmFiles } from '../sample/images/library-files.ts';
import { debianFiles } from '../sample/images/os-files.ts';
import { importSampleDatabase } from '../sample/import-database.ts';
import { serveImages } from '../sample/serve-images.ts';
import { ask, endAsking } from './harness/ask.ts';
import { bodies } from './harness/bodies.ts';
import { columns, quantile, short } from './harness/figures.ts';
import { watchHighWater } from './harness/high-water.ts';
import { drydock } from './harness/servers.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const seconds = Number(values.seconds);
const mebibyte = 1024 * 1024;
const scansAtOnce = 4;
/** A registry is asked no more than 20 times a second; a faster client would wait for that. */
const politely = 15;

const imageNumber = (number: number): BuiltImage => {
  const noise = Array.from({ length: 20 }, (_, index) => [`usr/share/${index}`, randomBytes(mebibyte)] as const);
  const system = debianFiles('12.1', [{ name: 'libssl3', source: 'openssl', version: '3.0.9-1' }]);
  return buildImage({
    layers: [
      { files: { ...system, ...Object.fromEntries(noise) } },
      { files: { ...npmFiles('lodash', '4.17.20'), number: String(number) } },
    ],
  });
};
const images = ['known', 'hundred', ...Array.from({ length: scansAtOnce }, (_, index) => `busy-${index}`)];
const directory = mkdtempSync(join(tmpdir(), 'drydock-bench-images-'));
await importSampleDatabase(directory, process.env);
const registry = await serveImages(Object.fromEntries(images.map((name, index) => [name, imageNumber(index)])));
const server = await drydock(directory);
const url = `http://127.0.0.1:${server.port}`;
const water = watchHighWater(server.pid, trivyDirectories(directory).jobs);
const pods = bodies('small', 5_000);

const submit = async (name: string, { fresh = false, wait = 0 } = {}) => {
  const body = JSON.stringify({ image: `${registry.host}/${name}`, fresh });
  const asked = await ask(`${url}/scan/image`, body, {
    'content-type': 'application/json',
    ...(wait > 0 && { prefer: `wait=${wait}` }),
  });
  if (asked.status !== 200 && asked.status !== 202) throw new Error(`status ${asked.status}: ${asked.body}`);
  return { ...asked, scan: JSON.parse(asked.body) as { id: string; status: string; started?: string } };
};

/** Milliseconds of requests that are sent `perSecond` times a second, each after the answer to the one before; sorted. */
async function timesAt(perSecond: number, once: (index: number) => Promise<{ took: number }>): Promise<Float64Array> {
  const times: number[] = [];
  const start = performance.now();
  for (let sent = 0; sent < perSecond * seconds; sent++) {
    const early = start + (sent * 1000) / perSecond - performance.now();
    if (early > 0) await setTimeout(early);
    times.push((await once(sent)).took);
  }
  return Float64Array.from(times).sort();
}

const row = (name: string, times: Float64Array): string[] => [
  name,
  String(times.length),
  ...[0.5, 0.99].map((share) => short(quantile(times, share))),
];

async function knownDigest(): Promise<string> {
  if ((await submit('known', { wait: 25 })).scan.status !== 'done') throw new Error('the image was not scanned');
  const manifest = `http://${registry.host}/v2/known/manifests/latest`;
  return columns([
    ['known digest, ms', 'requests', 'p50', 'p99'],
    row('POST /scan/image', await timesAt(politely, () => submit('known'))),
    row('the manifest from the registry, alone', await timesAt(politely, () => ask(manifest))),
    row('GET /healthz', await timesAt(politely, () => ask(`${url}/healthz`))),
  ]);
}

async function hundredSubmits(): Promise<string> {
  const start = performance.now();
  const submits = await Promise.all(Array.from({ length: 100 }, () => submit('hundred', { wait: 25 })));
  const took = performance.now() - start;
  const distinct = new Set(submits.map(({ scan }) => `${scan.id} ${scan.started}`)).size;
  const { items } = JSON.parse((await ask(`${url}/scans?kind=image&image=${registry.host}/hundred`)).body);
  if (distinct !== 1 || items.length !== 1) throw new Error(`${distinct} scans for 100 requests`);
  return `  100 requests for one image: 1 scan, all answered after ${short(took)} ms`;
}

async function otherRequests(): Promise<string> {
  const scanPod = (index: number) => ask(`${url}/scan`, pods[index % pods.length]);
  const listScans = () => ask(`${url}/scans`);
  const pair = (): Promise<Float64Array[]> => Promise.all([timesAt(50, scanPod), timesAt(20, listScans)]);
  await timesAt(50, scanPod);
  const [quietScan, quietList] = await pair();
  let isOver = false;
  let scans = 0;
  const loops = Array.from({ length: scansAtOnce }, async (_, index) => {
    for (; !isOver; scans++) await submit(`busy-${index}`, { fresh: true, wait: 25 });
  });
  const start = performance.now();
  const [busyScan, busyList] = await pair();
  const perSecond = (scans / (performance.now() - start)) * 1000;
  isOver = true;
  await Promise.all(loops);
  return [
    columns([
      ['other requests, ms', 'requests', 'p50', 'p99'],
      row('POST /scan, small pod', quietScan!),
      row(`… while ${scansAtOnce} image scans run`, busyScan!),
      row('GET /scans', quietList!),
      row(`… while ${scansAtOnce} image scans run`, busyList!),
    ]),
    `  ${short(perSecond)} image scans a second meanwhile`,
  ].join('\n');
}

try {
  console.log(await knownDigest());
  console.log(await hundredSubmits());
  console.log(await otherRequests());
  const inMebibytes = (bytes: number): string => short(bytes / mebibyte);
  console.log(
    columns([
      ['at most, MiB', ''],
      ['memory of the server', inMebibytes(water.server())],
      ['memory of all Trivys at once', inMebibytes(water.children)],
      ['disk for the runs, without the shared database', inMebibytes(water.disk)],
    ]),
  );
  console.log(`  load ${loadavg()[0]!.toFixed(1)}`);
} finally {
  water.stop();
  endAsking();
  await server.stop();
  await registry.close();
  rmSync(directory, { recursive: true });
}
