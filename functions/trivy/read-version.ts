import { DrydockError } from '../errors.ts';
import { trivyEnvironment } from './environment.ts';
import { withJobDirectory } from './job-directory.ts';
import { defaultTrivyLimits } from './limits.ts';
import { runProcess } from './run-process.ts';
import type { Timer } from './timing.ts';

// A packed binary takes some seconds to start.
const limits = { ...defaultTrivyLimits, runMs: 30_000, reportBytes: 64 * 1024 };

/** Asks a Trivy for its version. Throws DrydockError `bad_configuration` when the program gives none. */
export async function readVersion(timer: Timer, jobs: string, file: string): Promise<string> {
  const end = await withJobDirectory(jobs, (directory) =>
    runProcess(timer, limits, {
      file,
      args: ['version', '--format', 'json', '--cache-dir', directory],
      env: trivyEnvironment(directory),
      cwd: directory,
    }),
  );
  const version = end.code === 0 ? versionIn(end.output.toString()) : undefined;
  if (version === undefined) throw new DrydockError('bad_configuration', 'the Trivy that was found tells no version');
  return version;
}

function versionIn(json: string): string | undefined {
  try {
    const { Version } = JSON.parse(json) as { Version?: unknown };
    return typeof Version === 'string' ? Version : undefined;
  } catch {
    return undefined;
  }
}
