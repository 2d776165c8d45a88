import { scanDirective } from './directive.ts';
import { rollIndent, unrollIndent } from './indentation.ts';
import { type Scanner, scannerError } from './scanner.ts';
import { currentKey, dropKey, enterFlow, isStillPossible, leaveFlow, saveKey } from './simple-keys.ts';
import * as T from './tokens.ts';

const add = (s: Scanner, kind: number): T.Token => {
  const token = T.newToken(kind, s.line);
  T.append(s, token);
  return token;
};

export const fetchStreamEnd = (s: Scanner): void => {
  if (s.pos !== s.lineStart) {
    s.lineStart = s.pos;
    s.line++;
  }
  unrollIndent(s, -1);
  dropKey(s);
  s.simpleKeyAllowed = false;
  add(s, T.STREAM_END);
};

export const fetchDirective = (s: Scanner): void => {
  unrollIndent(s, -1);
  dropKey(s);
  s.simpleKeyAllowed = false;
  T.append(s, scanDirective(s));
};

export const fetchDocumentIndicator = (s: Scanner, kind: number): void => {
  unrollIndent(s, -1);
  dropKey(s);
  s.simpleKeyAllowed = false;
  add(s, kind);
  s.pos += 3;
};

export const fetchFlowStart = (s: Scanner, kind: number): void => {
  const token = T.newToken(kind, s.line);
  saveKey(s, token);
  enterFlow(s, token);
  s.simpleKeyAllowed = true;
  s.pos++;
  T.append(s, token);
};

export const fetchFlowEnd = (s: Scanner, kind: number): void => {
  dropKey(s);
  leaveFlow(s);
  s.simpleKeyAllowed = false;
  add(s, kind);
  s.pos++;
};

export const fetchFlowEntry = (s: Scanner): void => {
  dropKey(s);
  s.simpleKeyAllowed = true;
  add(s, T.FLOW_ENTRY);
  s.pos++;
};

const beginBlock = (s: Scanner, kind: number, problem: string): void => {
  if (s.flowLevel > 0) return;
  if (!s.simpleKeyAllowed) throw scannerError(s, problem);
  rollIndent(s, s.pos - s.lineStart, kind, s.line);
};

export const fetchBlockEntry = (s: Scanner): void => {
  beginBlock(s, T.BLOCK_SEQUENCE_START, 'block sequence entries are not allowed in this context');
  dropKey(s);
  s.simpleKeyAllowed = true;
  add(s, T.BLOCK_ENTRY);
  s.pos++;
};

export const fetchKey = (s: Scanner): void => {
  beginBlock(s, T.BLOCK_MAPPING_START, 'mapping keys are not allowed in this context');
  dropKey(s);
  s.simpleKeyAllowed = s.flowLevel === 0;
  add(s, T.KEY);
  s.pos++;
};

export const fetchValue = (s: Scanner): void => {
  const key = currentKey(s);
  if (isStillPossible(s, key)) {
    T.insertBefore(s, key.token, T.KEY, key.line);
    rollIndent(s, key.column, T.BLOCK_MAPPING_START, key.line, key.token);
    key.possible = false;
    key.token.key = undefined;
    s.simpleKeyAllowed = false;
  } else {
    beginBlock(s, T.BLOCK_MAPPING_START, 'mapping values are not allowed in this context');
    s.simpleKeyAllowed = s.flowLevel === 0;
  }
  add(s, T.VALUE);
  s.pos++;
};
