const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
export const markLength = 6;

/** 36 bits of a name: another name with the same mark costs a match that would not have been needed. */
export const packageMark = (place: string, name: string): string => markOf(`${place}\n${folded(name)}`);

export const vulnerabilityMark = (id: string): string => markOf(`\n${id}`);

/** Names that Trivy takes for one are the same text: it ignores case and `_` in some ecosystems, and what is around addresses in others. */
const folded = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^(?:https:\/\/)+/, '')
    .replace(/(?:\.git)+$/, '');

/** cyrb53: two halves of 32 bits, by multiplications that need no library. */
function markOf(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  const first = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  const second = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(first ^ (first >>> 13), 3266489909);
  let mark = '';
  for (const half of [first, second]) {
    for (let digit = 0; digit < markLength / 2; digit += 1) mark += alphabet[(half >>> (digit * 6)) & 63];
  }
  return mark;
}
