import { readSeconds } from '../keys/read-seconds.ts';
import type { Terminal } from '../terminal.ts';

/** A time ago (`7d`), or a date as the server reads it. */
export const readSince = (text: string, { clock }: Terminal): string =>
  /^\d+[smhd]$/.test(text) ? new Date(clock() - readSeconds('since', text) * 1_000).toISOString() : text;
