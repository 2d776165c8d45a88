import { UsageError } from '../arguments/usage-error.ts';
import { readSeconds } from '../keys/read-seconds.ts';
import type { Terminal } from '../terminal.ts';

/** A time ago (`7d`), a date or a time of a date, as a server reads it. Throws UsageError. */
export const readSince = (text: string, { clock }: Terminal): string => {
  const time = /^\d+[smhd]$/.test(text) ? clock() - readSeconds('since', text) * 1_000 : readDate(text);
  return new Date(Math.max(time, 0)).toISOString();
};

const readDate = (text: string): number => {
  const time = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new UsageError(`--since ${text}: expected a time such as 7d, 2026-11-24 or 2026-11-24T08:00:00Z`);
};
