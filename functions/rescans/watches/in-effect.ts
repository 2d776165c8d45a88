import { parseRepositoryPattern, type RepositoryPattern } from '../../image/repository-pattern.ts';
import { type Watch, type WatchEffect, watchState } from './watch.ts';

/** A watch of repositories, ready to match. */
export interface PatternWatch {
  watch: Watch;
  fits: RepositoryPattern;
}

export const patternWatch = (watch: Watch): PatternWatch => ({ watch, fits: parseRepositoryPattern(watch.target) });

/** What holds for the watch of an image: its own pin or stop and interval, else those of the longest pattern that fits its repository. */
export function inEffect(watch: Watch, patterns: readonly PatternWatch[]): WatchEffect {
  const { repository } = watch;
  const fitting = repository === undefined ? [] : patterns.filter(({ fits }) => fits(repository));
  const [longest] = fitting.toSorted((one, other) => other.watch.target.length - one.watch.target.length);
  const mode = watch.mode === 'use' ? (longest?.watch.mode ?? 'use') : watch.mode;
  const everyMs = watch.everyMs ?? longest?.watch.everyMs;
  return { mode, ...(everyMs !== undefined && { everyMs }) };
}

/** Whether an image is watched: a pattern itself never is. */
export const isWatched = (watch: Watch, patterns: readonly PatternWatch[], now: number): boolean =>
  watch.kind !== 'repository' && watchState({ ...watch, mode: inEffect(watch, patterns).mode }, now) === 'watched';
