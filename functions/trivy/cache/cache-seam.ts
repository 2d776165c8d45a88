import type { Timer } from '../timing.ts';
import { type AnalysesDeps, analysesOf } from './analyses.ts';
import { type CacheServer, cacheServer } from './cache-server.ts';
import type { AnalysedImage } from './place-keys.ts';
import { type ScanKeyspace, scanKeyspace } from './scan-keyspace.ts';

/** The cache of one scan; nothing that Trivy writes there is kept before commit(). */
export interface ScanCache extends Pick<ScanKeyspace, 'commit' | 'hasSystem'> {
  /** for Trivy's `--cache-backend`; a secret */
  url: string;
  close(): void;
}

/** Gives scans the analyses of layers that are known, and keeps those of new ones. */
export interface CacheSeam {
  /** `version` is Trivy's. `afresh` uses nothing that is kept. Undefined when there can be no server on loopback. */
  open(image: AnalysedImage, options: { version: string; afresh?: boolean }): Promise<ScanCache | undefined>;
  close(): Promise<void>;
}

export interface CacheSeamDeps extends AnalysesDeps {
  timer: Timer;
  limits?: Partial<CacheSeamLimits>;
  /** cacheServer() when absent */
  startServer?: () => Promise<CacheServer>;
  /** told of every analysis that could not be read or written, and of a server that could not be started; scans go on without */
  onFailure(error: unknown): void;
}

export interface CacheSeamLimits {
  /** analyses of one image, bytes */
  imageBytes: number;
  /** of reading one, milliseconds: less than the 3 s after which Trivy asks again */
  readMs: number;
}

const defaultCacheSeamLimits: CacheSeamLimits = { imageBytes: 128 * 1024 * 1024, readMs: 2_000 };

/** The server is started for the first scan. */
export function cacheSeam(deps: CacheSeamDeps): CacheSeam {
  const { timer, onFailure, startServer = cacheServer } = deps;
  const { imageBytes, readMs } = { ...defaultCacheSeamLimits, ...deps.limits };
  let server: Promise<CacheServer> | undefined;
  const started = (): Promise<CacheServer> => {
    server ??= startServer().catch((error: unknown) => {
      server = undefined;
      throw error;
    });
    return server;
  };
  return {
    async open(image, { version, afresh = false }) {
      const options = { afresh, mostBytes: imageBytes, readMs, timer, onFailure };
      const keyspace = scanKeyspace(analysesOf(version, deps), image, options);
      try {
        const session = (await started()).open(keyspace);
        return { ...session, commit: keyspace.commit, hasSystem: keyspace.hasSystem };
      } catch (error) {
        onFailure(error);
        return undefined;
      }
    },
    async close() {
      await (await server)?.close();
    },
  };
}
