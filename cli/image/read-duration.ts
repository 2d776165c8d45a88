import { UsageError } from '../arguments/usage-error.ts';

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
// Longer ones do not fit a timer of Node.
const longest = 24 * 3_600_000;

/** Reads `90s`, `5m0s`, `1.5h` as Go does, in milliseconds. Throws UsageError. */
export const readDuration = (text: string): number => {
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h)/g)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join('') === text;
  const total = parts.reduce((sum, [, count, unit]) => sum + Number(count) * milliseconds[unit!]!, 0);
  if (!isWhole || total <= 0 || total > longest) {
    throw new UsageError(`--timeout ${text}: expected a time such as 90s, 5m or 1h30m, at most 24h`);
  }
  return total;
};
