import { randomBytes } from 'node:crypto';
import { DrydockError } from '../../functions/errors.ts';
import type { Rematcher } from '../../functions/rescans/ports.ts';
import { keptRematcher } from '../../functions/scanner/kept-rematcher.ts';
import type { Clock, Timer } from '../../functions/scans/ports.ts';
import type { AnalysesDeps } from '../../functions/trivy/cache/analyses.ts';
import { type WarmServer, warmServer } from '../../functions/trivy/server/warm-server.ts';
import type { LazyScanner } from './lazy-scanner.ts';

export interface LazyRematcherOptions {
  scanner: LazyScanner;
  /** absent: nothing is kept, every rescan is a fresh scan */
  kept: AnalysesDeps | undefined;
  /** directory of the server's own directories */
  jobs: string;
  clock: Clock;
  timer: Timer;
  onFailure: (error: unknown) => void;
}

export interface LazyRematcher extends Rematcher {
  close(): Promise<void>;
}

/** Starts the warm server of Trivy at the first rescan. */
export function lazyRematcher(options: LazyRematcherOptions): LazyRematcher {
  const { scanner, kept, jobs, clock, timer, onFailure } = options;
  let opened: Promise<{ server: WarmServer; rematcher: Rematcher }> | undefined;
  const open = async (analyses: AnalysesDeps) => {
    const binary = await scanner.binary();
    const { promoted } = scanner;
    const newSecret = () => randomBytes(24).toString('hex');
    const server = warmServer({ binary, promoted, jobs, newSecret, timer });
    return {
      server,
      rematcher: keptRematcher({ server, analyses, version: binary.version, promoted, clock, onFailure }),
    };
  };
  return {
    database: scanner.database,
    async rematch(image) {
      if (kept === undefined) return { outcome: 'needs_fresh_scan', reason: 'nothing_kept' };
      opened ??= open(kept);
      const { rematcher } = await opened.catch((cause: unknown) => {
        opened = undefined;
        throw cause instanceof DrydockError
          ? cause
          : new DrydockError('scanner_failed', 'no server of Trivy', { cause });
      });
      return rematcher.rematch(image);
    },
    async close() {
      const last = await opened?.catch(() => undefined);
      await last?.server.close();
    },
  };
}
