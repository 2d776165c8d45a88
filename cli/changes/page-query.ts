import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';

/** The query of a listing: `--limit`, `--cursor` and what else is given. Throws UsageError. */
export const pageQuery = (
  { numbers, texts }: Arguments,
  more: Readonly<Record<string, string | undefined>> = {},
): string => {
  const limit = numbers.get('limit') ?? 20;
  if (limit < 1 || limit > 100) throw new UsageError('--limit must be a whole number from 1 to 100');
  const given = { limit: String(limit), cursor: texts.get('cursor'), ...more };
  const pairs = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return new URLSearchParams(pairs as [string, string][]).toString();
};

/** How a listing goes on; nothing at its end. */
export const moreLine = (cursor: string | undefined): string =>
  cursor === undefined ? '' : `\nMore: --cursor ${cursor}\n`;
