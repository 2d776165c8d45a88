import { characterCounter } from './character-count.ts';
import { newSimpleKey, type Scanner, scannerError } from './scanner.ts';
import type { SimpleKey, Token } from './tokens.ts';

const longestKey = 1024;
const deepestFlow = 10_000;

const isTooLong = (s: Scanner, key: SimpleKey): boolean => {
  if (s.pos - key.pos <= longestKey) return false;
  s.countCharacters ??= characterCounter(s.text);
  return s.countCharacters(key.pos, s.pos) > longestKey;
};

/** Whether a `:` here would make the key a key. Forgets it otherwise. */
export const isStillPossible = (s: Scanner, key: SimpleKey): boolean => {
  if (!key.possible) return false;
  if (key.line === s.line && !isTooLong(s, key)) return true;
  if (key.required) throw scannerError(s, "could not find expected ':'");
  key.possible = false;
  return false;
};

export const currentKey = (s: Scanner): SimpleKey => s.keys[s.flowLevel]!;

export const dropKey = (s: Scanner): void => {
  const key = currentKey(s);
  if (!key.possible) return;
  if (key.required) throw scannerError(s, "could not find expected ':'");
  key.possible = false;
  key.token.key = undefined;
};

/** Remembers that a simple key may begin here, with this token. */
export const saveKey = (s: Scanner, token: Token): void => {
  if (!s.simpleKeyAllowed) return;
  dropKey(s);
  const key = currentKey(s);
  key.possible = true;
  key.required = s.flowLevel === 0 && s.indent === s.pos - s.lineStart;
  key.token = token;
  key.pos = s.pos;
  key.line = s.line;
  key.column = s.pos - s.lineStart;
  token.key = key;
};

/** Enters a flow collection that begins with this token. */
export const enterFlow = (s: Scanner, token: Token): void => {
  s.flowLevel++;
  if (s.keys.length === s.flowLevel) s.keys.push(newSimpleKey());
  const key = currentKey(s);
  key.possible = false;
  key.required = false;
  key.token = token;
  if (s.flowLevel > deepestFlow) throw scannerError(s, `exceeded max depth of ${deepestFlow}`);
};

/**
 * Leaves a flow collection. As in libyaml, the last token remembered on its level no longer waits for a `:`; for a
 * collection in which no key was possible that is its own bracket, so `[]: x` is a list and something behind it.
 */
export const leaveFlow = (s: Scanner): void => {
  if (s.flowLevel === 0) return;
  currentKey(s).token.key = undefined;
  s.flowLevel--;
};
