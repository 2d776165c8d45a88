import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { DrydockError } from '../errors.ts';
import type { Rematcher } from '../rescans/ports.ts';
import { keptRematcher } from '../scanner/kept-rematcher.ts';
import type { AnalysisStore } from '../scans/image/analysis-store.ts';
import type { Clock } from '../scans/ports.ts';
import { systemTimer as timer } from '../system-timer.ts';
import { analysisLifeMs } from '../trivy/cache/analyses-settings.ts';
import type { DatabaseObjects } from '../trivy/database/ports.ts';
import { warmServer } from '../trivy/server/warm-server.ts';
import { openTrivy } from './open-trivy.ts';

export interface WarmRematcherDeps {
  objects: DatabaseObjects;
  store: AnalysisStore;
  /** program of Trivy, where another than the layer's is wanted */
  trivy: string | undefined;
  clock: Clock;
  onFailure: (error: unknown) => void;
}

/** Starts a server of Trivy at the first rematch of an environment; it lives as long, with the database that is promoted. */
export function warmRematcher({ objects, store, trivy, clock, onFailure }: WarmRematcherDeps): Rematcher {
  const { binary, generations, jobs } = openTrivy(objects, tmpdir(), trivy);
  const { promoted } = generations;
  let opened: Promise<Rematcher> | undefined;
  const open = async (): Promise<Rematcher> => {
    const program = await binary();
    const newSecret = () => randomBytes(24).toString('hex');
    const server = warmServer({ binary: program, promoted, jobs, newSecret, timer });
    const analyses = { store, clock, lifeMs: analysisLifeMs };
    return keptRematcher({ server, analyses, version: program.version, promoted, clock, onFailure });
  };
  return {
    database: async () => ({ generation: (await promoted()).generation.id }),
    async rematch(image) {
      opened ??= open();
      const rematcher = await opened.catch((cause: unknown) => {
        opened = undefined;
        throw cause instanceof DrydockError
          ? cause
          : new DrydockError('scanner_failed', 'no server of Trivy', { cause });
      });
      return rematcher.rematch(image);
    },
  };
}
