/** Milliseconds that `Prefer: wait=N` (RFC 7240) asks to wait, `most` at most; 0 when it does not ask. */
export function preferredWait(prefer: string | undefined, most: number): number {
  const preferences = (prefer ?? '').split(/[,;]/).map((part) => /^\s*wait\s*=\s*"?(\d{1,9})"?\s*$/i.exec(part)?.[1]);
  const seconds = preferences.find((value) => value !== undefined);
  return Math.min(Number(seconds ?? 0) * 1000, most);
}
