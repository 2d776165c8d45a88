import { finishLine } from './block-scalar.ts';
import { DOT, isBlankOrEnd, isDigit, isNameCharacter, ZERO } from './characters.ts';
import { charAt, type Scanner, scannerError } from './scanner.ts';
import { scanTagDirective, skipBlanks } from './tag-text.ts';
import { newToken, TAG_DIRECTIVE, type Token, VERSION_DIRECTIVE } from './tokens.ts';
import { need } from './window.ts';

const readName = (s: Scanner): string => {
  const start = s.pos;
  need(s, 1);
  while (isNameCharacter(charAt(s))) {
    s.pos++;
    need(s, 1);
  }
  if (s.pos === start) throw scannerError(s, 'could not find expected directive name');
  if (!isBlankOrEnd(charAt(s))) throw scannerError(s, 'found unexpected non-alphabetical character');
  return s.text.slice(start, s.pos);
};

const readNumber = (s: Scanner): number => {
  let value = 0;
  let digits = 0;
  need(s, 1);
  for (let c = charAt(s); isDigit(c); c = charAt(s)) {
    if (++digits > 2) throw scannerError(s, 'found extremely long version number');
    value = value * 10 + c - ZERO;
    s.pos++;
    need(s, 1);
  }
  if (digits === 0) throw scannerError(s, 'did not find expected version number');
  return value;
};

const readVersion = (s: Scanner): string => {
  skipBlanks(s);
  const major = readNumber(s);
  if (charAt(s) !== DOT) throw scannerError(s, "did not find expected digit or '.' character");
  s.pos++;
  return `${major}.${readNumber(s)}`;
};

/** Reads a directive with its line; the scanner stands on the `%`. */
export const scanDirective = (s: Scanner): Token => {
  const token = newToken(VERSION_DIRECTIVE, s.line);
  s.pos++;
  const name = readName(s);
  if (name === 'YAML') {
    token.text = readVersion(s);
  } else if (name === 'TAG') {
    const { handle, suffix } = scanTagDirective(s);
    token.kind = TAG_DIRECTIVE;
    token.text = handle;
    token.suffix = suffix;
  } else {
    throw scannerError(s, 'found unknown directive name');
  }
  need(s, 1);
  finishLine(s);
  return token;
};
