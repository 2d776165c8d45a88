import { classifyFailure } from './classify-failure.ts';
import { trivyEnvironment } from './environment.ts';
import type { TrivyLimits } from './limits.ts';
import { runProcess } from './run-process.ts';
import type { Timer } from './timing.ts';

export interface TrivyRun {
  /** path of the program */
  file: string;
  args: readonly string[];
  /** of this run alone: its home, its temporary directory, where it runs */
  directory: string;
  /** of the cache of layers; the run's own directory has one when absent */
  cacheUrl?: string | undefined;
  signal?: AbortSignal | undefined;
  onLine?: ((line: string) => void) | undefined;
}

/** What Trivy wrote on stdout. Rejects with a DrydockError of the failure, or with the reason of the signal when that was aborted. */
export async function runTrivy(timer: Timer, limits: TrivyLimits, run: TrivyRun): Promise<Buffer> {
  const { file, args, directory, cacheUrl, signal, onLine } = run;
  signal?.throwIfAborted();
  const env = trivyEnvironment(directory, cacheUrl);
  const end = await runProcess(timer, limits, { file, args, env, cwd: directory, signal, onLine });
  if (end.stopped === 'cancelled') throw signal?.reason;
  if (end.stopped !== undefined || end.code !== 0) throw classifyFailure(end);
  return end.output;
}
