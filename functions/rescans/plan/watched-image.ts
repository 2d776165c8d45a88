import type { RunImage } from '../runs/run.ts';
import { isWatched, type PatternWatch } from '../watches/in-effect.ts';
import type { Watch } from '../watches/watch.ts';

/** The image of a watch as a run plans it; undefined when it is of none, or not watched at the time. */
export function watchedImage(watch: Watch, patterns: readonly PatternWatch[], now: number): RunImage | undefined {
  const { digest, platform, repository, id } = watch;
  if (digest === undefined || platform === undefined || !isWatched(watch, patterns, now)) return undefined;
  return { digest, platform, ...(repository !== undefined && { repository }), watch: id };
}
