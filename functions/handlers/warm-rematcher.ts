import { randomBytes } from 'node:crypto';
import { DrydockError } from '../errors.ts';
import type { Rematcher } from '../rescans/ports.ts';
import { keptRematcher } from '../scanner/kept-rematcher.ts';
import type { AnalysisStore } from '../scans/image/analysis-store.ts';
import type { Clock } from '../scans/ports.ts';
import { systemTimer as timer } from '../system-timer.ts';
import { analysisLifeMs } from '../trivy/cache/analyses-settings.ts';
import { warmServer } from '../trivy/server/warm-server.ts';
import type { LambdaTrivy } from './open-trivy.ts';

export interface WarmRematcherDeps {
  trivy: LambdaTrivy;
  store: AnalysisStore;
  clock: Clock;
  onFailure: (error: unknown) => void;
}

/** Starts a server of Trivy at the first rematch of an environment; it lives as long, with the database that is promoted. */
export function warmRematcher({ trivy, store, clock, onFailure }: WarmRematcherDeps): Rematcher {
  const { binary, generations, jobs } = trivy;
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
