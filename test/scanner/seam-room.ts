import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import { type PulledOrder, type PulledScan, scanPulled } from '../../functions/scanner/scan-pulled.ts';
import type { AnalysisStore } from '../../functions/scans/image/analysis-store.ts';
import { systemTimer } from '../../functions/system-timer.ts';
import { cacheSeam } from '../../functions/trivy/cache/cache-seam.ts';
import type { TrivyBinary } from '../../functions/trivy/find-trivy.ts';
import { imageScanner } from '../../functions/trivy/scanner.ts';
import type { BuiltImage } from '../../sample/images/build-image.ts';
import { localClient } from '../registry/local-client.ts';
import { type ScriptedRegistry, scriptedRegistry } from '../registry/scripted-registry.ts';
import { type MemoryAnalysisStore, memoryAnalysisStore } from '../trivy/cache/memory-analysis-store.ts';
import { sampleAdvisories } from '../trivy/database/sample-advisories.ts';
import { promotedDatabase } from '../trivy/promoted-database.ts';
import { realTrivy } from '../trivy/trivies.ts';
import { type CachingBehaviour, cachingTrivy } from './caching-trivy.ts';

export interface Scanned extends PulledScan {
  /** names of vulnerable packages, each once */
  found: string[];
  /** digests of the layers that were fetched from the registry */
  fetched: string[];
}

export interface SeamRoom {
  registry: ScriptedRegistry;
  store: MemoryAnalysisStore;
  failures: unknown[];
  /** Pushes the image and scans it through the seam. */
  scan(image: BuiltImage, order?: Partial<PulledOrder>, tag?: string): Promise<Scanned>;
}

export interface SeamRoomOptions extends CachingBehaviour {
  /** what there is instead of a store in memory */
  store?: AnalysisStore;
  version?: string;
  withoutSeam?: boolean;
  withoutJavaDatabase?: boolean;
}

export type TrivyKind = 'scripted' | 'real';

/** The kinds of Trivy to test with, and whether they are here. */
export const kinds: [TrivyKind, boolean][] = [
  ['scripted', true],
  ['real', realTrivy !== undefined],
];

export async function openSeamRoom(kind: TrivyKind, options: SeamRoomOptions = {}): Promise<SeamRoom> {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-seam-'));
  const registry = await scriptedRegistry();
  const store = memoryAnalysisStore();
  const failures: unknown[] = [];
  const seam = cacheSeam({
    ...{ store: options.store ?? store, clock: Date.now, timer: systemTimer, lifeMs: 30 * 86_400_000 },
    onFailure: (error) => failures.push(error),
  });
  const client = localClient();
  onTestFinished(async () => {
    await seam.close();
    client.close();
    await registry.close();
    rmSync(directory, { recursive: true });
  });
  const binary: TrivyBinary = kind === 'real' ? realTrivy! : scripted(join(directory, 'bin'), options);
  const { java: _, ...withoutJava } = sampleAdvisories;
  const promoted = promotedDatabase(directory, options.withoutJavaDatabase ? withoutJava : sampleAdvisories);
  const trivy = imageScanner({ binary, promoted, jobs: join(directory, 'jobs') });
  return {
    ...{ registry, store, failures },
    async scan(image, order = {}, tag = '1') {
      registry.add('shop/web', tag, image);
      registry.requests.length = 0;
      const scanned = await scanPulled(
        { client, trivy, ...(options.withoutSeam !== true && { seam }) },
        {
          reference: parseReference(`${registry.host}/shop/web:${tag}`),
          platform: { os: 'linux', architecture: 'amd64' },
          signal: new AbortController().signal,
          ...order,
        },
      );
      const layers = new Set(image.layers.map(({ digest }) => digest));
      const asked = registry.requests.map(({ path }) => path.split('/blobs/')[1] ?? '');
      const names = (scanned.scan.report.Results ?? []).flatMap(({ Vulnerabilities }) =>
        (Vulnerabilities ?? []).map(({ PkgName }) => PkgName ?? ''),
      );
      return { ...scanned, found: [...new Set(names)].sort(), fetched: asked.filter((digest) => layers.has(digest)) };
    },
  };
}

const scripted = (directory: string, { version = '0.68.2', ...behaviour }: SeamRoomOptions): TrivyBinary => ({
  path: cachingTrivy(directory, behaviour),
  version,
  origin: 'TRIVY_BIN',
});
