import { scanBlockScalar } from './block-scalar.ts';
import { isBlankOrEnd, isNameCharacter } from './characters.ts';
import { scanPlainScalar } from './plain-scalar.ts';
import { scanQuotedScalar } from './quoted-scalar.ts';
import { charAt, type Scanner, scannerError } from './scanner.ts';
import { dropKey, saveKey } from './simple-keys.ts';
import { scanTag } from './tag-text.ts';
import * as T from './tokens.ts';
import { need, needAlong } from './window.ts';

/** A token that may be a key but after which no key can begin. */
const beginNode = (s: Scanner, kind: number): T.Token => {
  const token = T.newToken(kind, s.line);
  saveKey(s, token);
  s.simpleKeyAllowed = false;
  return token;
};

export const fetchAnchor = (s: Scanner, kind: number): void => {
  const token = beginNode(s, kind);
  const start = ++s.pos;
  need(s, 1);
  while (isNameCharacter(charAt(s))) s.pos++;
  needAlong(s, start, 1);
  const c = charAt(s);
  if (s.pos === start || !(isBlankOrEnd(c) || '?:,]}%@`'.includes(String.fromCharCode(c)))) {
    throw scannerError(s, 'did not find expected alphabetic or numeric character');
  }
  token.text = s.text.slice(start, s.pos);
  T.append(s, token);
};

export const fetchTag = (s: Scanner): void => {
  const token = beginNode(s, T.TAG);
  const { handle, suffix } = scanTag(s);
  token.text = handle;
  token.suffix = suffix;
  T.append(s, token);
};

export const fetchBlockScalar = (s: Scanner, isLiteral: boolean): void => {
  dropKey(s);
  s.simpleKeyAllowed = true;
  const token = T.newToken(T.QUOTED_SCALAR, s.line);
  token.text = scanBlockScalar(s, isLiteral);
  T.append(s, token);
};

export const fetchQuotedScalar = (s: Scanner, quote: number): void => {
  const token = beginNode(s, T.QUOTED_SCALAR);
  token.text = scanQuotedScalar(s, quote);
  T.append(s, token);
};

export const fetchPlainScalar = (s: Scanner): void => {
  const token = beginNode(s, T.PLAIN_SCALAR);
  token.text = scanPlainScalar(s);
  T.append(s, token);
};
