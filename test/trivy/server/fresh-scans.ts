import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseTrivyReport, type TrivyReport } from '../../../functions/image/trivy-report.ts';
import { listenResp } from '../../../functions/trivy/cache/listen-resp.ts';
import { bulkReply, nothingReply, okReply } from '../../../functions/trivy/cache/resp.ts';
import { offline } from '../../../functions/trivy/scan-arguments.ts';
import type { AnalysedLayer, AnalysisReader } from '../../../functions/trivy/server/read-analyses.ts';
import { type Advisories, writeTrivyDatabase } from '../../../sample/database/write-trivy-database.ts';
import type { BuiltImage } from '../../../sample/images/build-image.ts';
import type { BuiltIndex } from '../../../sample/images/build-index.ts';

export interface FreshScan {
  report: TrivyReport;
  layers: AnalysedLayer[];
}

export interface FreshScans {
  /** by name of the image */
  scans: Record<string, FreshScan>;
  analyses: AnalysisReader;
}

const run = promisify(execFile);

/** Scans images of a registry by `trivy image` alone, each from nothing, and keeps the analyses of their layers. */
export async function freshScans(
  trivy: string,
  { host, images }: { host: string; images: Readonly<Record<string, BuiltImage | BuiltIndex>> },
  advisories: Advisories,
): Promise<FreshScans> {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-fresh-'));
  const kept = new Map<string, Uint8Array>();
  const scan = async (name: string, image: BuiltImage | BuiltIndex): Promise<FreshScan> => {
    const cache = await recordingCache();
    const args = ['--scanners', 'vuln', '--image-src', 'remote', '--platform', 'linux/amd64', '--list-all-pkgs'];
    const backend = ['--cache-backend', `redis://127.0.0.1:${cache.port}`];
    const all = ['image', '-q', ...args, ...backend, ...offline(directory), `${host}/${name}:latest`];
    const { stdout } = await run(trivy, all, { encoding: 'utf8', env: { HOME: directory } });
    await cache.close();
    const report = parseTrivyReport(stdout);
    const diffIds = (report.Metadata as { DiffIDs?: string[] }).DiffIDs ?? [];
    const digests = layersOf(image);
    const layers = cache.asked.map((key, place) => ({ digest: digests[place]!, key, diffId: diffIds[place]! }));
    for (const { digest, key } of layers) kept.set(`${digest} ${key}`, cache.values.get(key)!);
    return { report, layers };
  };
  try {
    writeTrivyDatabase(directory, advisories);
    const scans: Record<string, FreshScan> = {};
    for (const [name, image] of Object.entries(images)) scans[name] = await scan(name, image);
    return { scans, analyses: { read: async (digest, key) => kept.get(`${digest} ${key}`) } };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Keeps what one scan sets, and the layers it asks for before it asks for the image. */
async function recordingCache() {
  const values = new Map<string, Uint8Array>();
  const asked: string[] = [];
  let isRecording = true;
  const server = await listenResp(() => (name, [key = '', value = Buffer.alloc(0)]) => {
    const word = key.toString();
    if (name === 'SET') values.set(word, Buffer.from(value));
    if (name !== 'GET') return okReply;
    isRecording &&= !word.startsWith('fanal::artifact::');
    if (isRecording) asked.push(word);
    const found = values.get(word);
    return found === undefined ? nothingReply : bulkReply(found);
  });
  return { port: server.port, close: server.close, values, asked };
}

function layersOf(image: BuiltImage | BuiltIndex): string[] {
  const wanted = 'index' in image ? image.images.find(({ platform }) => platform.architecture === 'amd64')! : image;
  return wanted.layers.map(({ digest }) => digest);
}
