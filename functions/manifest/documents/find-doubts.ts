import type { Value } from '../value.ts';

/** Go's JSON decoder and the YAML reader both stop below this depth. */
export const deepest = 10_000;

/** A key is written with at most six characters for one, and YAML takes 1,024 of them. */
const longestKey = 165;

const longText = 64;

// Go's JSON printer escapes U+2028 and U+2029, so they are harmless here
const isRefused = (code: number): boolean => code <= 0x9f || code === 0xfffe || code === 0xffff;

const hasRefused = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x7f && isRefused(code)) return true;
  }
  return false;
};

/** What printing a value as JSON and reading that as YAML can change. */
export interface Doubts {
  /** characters or keys that YAML refuses or folds */
  doubtful: boolean;
  tooDeep: boolean;
}

/** Looks through a value for what would not survive being printed as JSON and read as YAML. */
export const findDoubts = (document: Value): Doubts => {
  const doubts: Doubts = { doubtful: false, tooDeep: false };
  // aliases can repeat one long text many thousand times
  const seen = new Set<string>();
  const look = (text: string): void => {
    if (doubts.doubtful) return;
    if (text.length > longText) {
      if (seen.has(text)) return;
      seen.add(text);
    }
    if (hasRefused(text)) doubts.doubtful = true;
  };
  const values: Value[] = [document];
  const depths: number[] = [1];
  while (values.length > 0) {
    const value = values.pop()!;
    const depth = depths.pop()!;
    if (typeof value === 'string') look(value);
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepest) return { doubtful: true, tooDeep: true };
    if (Array.isArray(value)) {
      for (const item of value) {
        values.push(item);
        depths.push(depth + 1);
      }
      continue;
    }
    for (const key in value) {
      look(key);
      if (key.length > longestKey) doubts.doubtful = true;
      values.push(value[key]!);
      depths.push(depth + 1);
    }
  }
  return doubts;
};
