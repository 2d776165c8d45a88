import { join } from 'node:path';
import { fileAnalysisStore } from '../../functions/storage/objects/file-analysis-store.ts';
import { sweepAnalysesDaily } from '../../functions/storage/objects/sweep-analyses.ts';
import type { AnalysesDeps } from '../../functions/trivy/cache/analyses.ts';
import { type AnalysesSettings, analysisLifeMs } from '../../functions/trivy/cache/analyses-settings.ts';
import { type CacheSeam, cacheSeam } from '../../functions/trivy/cache/cache-seam.ts';
import { redisAnalysisStore } from '../../functions/trivy/cache/redis-analysis-store.ts';
import type { Clock, Timer } from '../../functions/trivy/timing.ts';

export interface OpenAnalysesOptions {
  /** nothing is kept when absent */
  settings: AnalysesSettings | undefined;
  dataDirectory: string;
  clock: Clock;
  timer: Timer;
  /** told of what could not be read, written or removed */
  onFailure(error: unknown): void;
}

export interface OpenAnalyses {
  /** for scans; absent when nothing is kept */
  seam?: CacheSeam;
  /** where they are kept; absent when nothing is */
  kept?: AnalysesDeps;
  /** Removes what expired, when that was not done for a day. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

const mostBytes = 2 * 1024 ** 3;
const redisAnswerMs = 2_000;

/** Analyses of layers in the data directory, or in the Redis of the settings. */
export function openAnalyses(options: OpenAnalysesOptions): OpenAnalyses {
  const { settings, dataDirectory, clock, timer, onFailure } = options;
  if (settings === undefined) return { sweep: async () => undefined, close: async () => undefined };
  const seamOver = (store: Parameters<typeof cacheSeam>[0]['store']): CacheSeam =>
    cacheSeam({ store, clock, timer, lifeMs: analysisLifeMs, onFailure });
  if (settings.redis !== undefined) {
    const store = redisAnalysisStore(settings.redis, { lifeMs: analysisLifeMs, answerMs: redisAnswerMs, timer });
    const seam = seamOver(store);
    const close = async (): Promise<void> => {
      await seam.close();
      store.close();
    };
    // A Redis expires by itself.
    return { seam, kept: { store, clock, lifeMs: analysisLifeMs }, sweep: async () => undefined, close };
  }
  const directory = join(dataDirectory, 'analyses');
  const store = fileAnalysisStore(directory);
  const seam = seamOver(store);
  return {
    seam,
    kept: { store, clock, lifeMs: analysisLifeMs },
    sweep: () => sweepAnalysesDaily(directory, { lifeMs: analysisLifeMs, bytes: mostBytes }, clock()).catch(onFailure),
    close: () => seam.close(),
  };
}
