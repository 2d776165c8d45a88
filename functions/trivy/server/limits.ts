import { defaultTrivyLimits, type TrivyLimits } from '../limits.ts';

export interface ServerLimits {
  /** until a started server answers, milliseconds */
  startMs: number;
  /** between two questions whether it answers, milliseconds */
  pollMs: number;
  /** a server is replaced after that, milliseconds */
  lifeMs: number;
  /** of one call, milliseconds */
  callMs: number;
  /** of one answer, bytes */
  answerBytes: number;
  /** pause after the first crash in a row, doubled by each further one, milliseconds */
  backoffMs: number;
  longestBackoffMs: number;
}

export const defaultServerLimits: ServerLimits = {
  startMs: 30_000,
  pollMs: 25,
  lifeMs: 24 * 3_600_000,
  callMs: 60_000,
  answerBytes: 128 * 1024 * 1024,
  backoffMs: 250,
  longestBackoffMs: 30_000,
};

/** Limits of the server's process. */
export const processLimits = (limits: ServerLimits): TrivyLimits => ({ ...defaultTrivyLimits, runMs: limits.lifeMs });
