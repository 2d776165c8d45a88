import { UsageError } from '../arguments/usage-error.ts';

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Reads `90d`, `12h`, `30m` or `45s`, in seconds. Throws UsageError that names the flag. */
export const readSeconds = (flag: string, text: string): number => {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) {
    throw new UsageError(`--${flag} ${text}: expected a time such as 90d, 12h, 30m or 45s`);
  }
  return Number(count) * seconds[unit]!;
};
