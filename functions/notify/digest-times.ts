/** When a digest is made, in UTC. */
export interface DigestTimes {
  every: 'hour' | 'day' | 'week';
  /** hour of the day for `day` and `week`: 0-23 */
  hour: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** 1970 began on a Thursday; weeks begin on Mondays. */
const firstMonday = 4 * dayMs;

/** The first time after `now` at which a digest is due; milliseconds since 1970. Weekly ones are made on Mondays. */
export function nextDigest({ every, hour }: DigestTimes, now: number): number {
  const [period, offset] =
    every === 'hour'
      ? [hourMs, 0]
      : every === 'day'
        ? [dayMs, hour * hourMs]
        : [7 * dayMs, firstMonday + hour * hourMs];
  return Math.floor((now - offset) / period + 1) * period + offset;
}
