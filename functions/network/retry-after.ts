/** Seconds that a Retry-After header asks for, by a number or a date (RFC 9110), no more than `longest`; undefined for what is neither. `epoch`: milliseconds since 1970, now. */
export function readRetryAfter(header: string | undefined, epoch: number, longest: number): number | undefined {
  const text = header?.trim() ?? '';
  // Date.parse takes much for a date that is none of HTTP's.
  const date = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  const seconds = /^[0-9]{1,15}$/.test(text) ? Number(text) : (date - epoch) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(Math.ceil(seconds), 0), longest);
}
