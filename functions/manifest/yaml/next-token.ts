import * as C from './characters.ts';
import { documentIndicator } from './document-indicator.ts';
import * as indicators from './fetch-indicators.ts';
import * as nodes from './fetch-nodes.ts';
import { unrollIndent } from './indentation.ts';
import { type Scanner, scannerError } from './scanner.ts';
import { isStillPossible } from './simple-keys.ts';
import { skipToToken } from './skip-to-token.ts';
import * as T from './tokens.ts';
import { need } from './window.ts';

/** Fetches what begins with an indicator; false when a plain scalar begins here or nothing can. */
const fetchIndicated = (s: Scanner, c: number, next: number): boolean => {
  switch (c) {
    case C.OPEN_BRACKET:
      indicators.fetchFlowStart(s, T.FLOW_SEQUENCE_START);
      return true;
    case C.OPEN_BRACE:
      indicators.fetchFlowStart(s, T.FLOW_MAPPING_START);
      return true;
    case C.CLOSE_BRACKET:
      indicators.fetchFlowEnd(s, T.FLOW_SEQUENCE_END);
      return true;
    case C.CLOSE_BRACE:
      indicators.fetchFlowEnd(s, T.FLOW_MAPPING_END);
      return true;
    case C.COMMA:
      indicators.fetchFlowEntry(s);
      return true;
    case C.DASH:
      if (!C.isBlankOrEnd(next)) return false;
      indicators.fetchBlockEntry(s);
      return true;
    case C.QUESTION:
      if (s.flowLevel === 0 && !C.isBlankOrEnd(next)) return false;
      indicators.fetchKey(s);
      return true;
    case C.COLON:
      if (s.flowLevel === 0 && !C.isBlankOrEnd(next)) return false;
      indicators.fetchValue(s);
      return true;
    case C.ASTERISK:
      nodes.fetchAnchor(s, T.ALIAS);
      return true;
    case C.AMPERSAND:
      nodes.fetchAnchor(s, T.ANCHOR);
      return true;
    case C.EXCLAMATION:
      nodes.fetchTag(s);
      return true;
    case C.BAR:
    case C.GREATER:
      if (s.flowLevel > 0) return false;
      nodes.fetchBlockScalar(s, c === C.BAR);
      return true;
    case C.APOSTROPHE:
    case C.QUOTE:
      nodes.fetchQuotedScalar(s, c);
      return true;
    default:
      return false;
  }
};

/** Characters no plain scalar begins with; those that may, when a blank does not follow, have had their turn. */
const startsNothing = (c: number): boolean =>
  C.isBlankOrEnd(c) || c === C.BAR || c === C.GREATER || c === C.PERCENT || c === C.AT || c === C.BACKTICK;

const fetchToken = (s: Scanner) => {
  need(s, 1);
  skipToToken(s);
  unrollIndent(s, s.pos - s.lineStart);
  need(s, 4);
  const c = s.text.charCodeAt(s.pos);
  if (c === 0) return indicators.fetchStreamEnd(s);
  if (s.pos === s.lineStart) {
    if (c === C.PERCENT) return indicators.fetchDirective(s);
    const indicator = documentIndicator(s);
    if (indicator !== 0) {
      return indicators.fetchDocumentIndicator(s, indicator === C.DASH ? T.DOCUMENT_START : T.DOCUMENT_END);
    }
  }
  if (fetchIndicated(s, c, s.text.charCodeAt(s.pos + 1))) return;
  if (startsNothing(c)) throw scannerError(s, 'found character that cannot start any token');
  nodes.fetchPlainScalar(s);
};

/** The next token. It is settled then: no `:` behind it can make it a key any more. */
export const peekToken = (s: Scanner): T.Token => {
  while (!s.ready) {
    const first = s.first;
    if (first === undefined || (first.key !== undefined && isStillPossible(s, first.key))) fetchToken(s);
    else s.ready = true;
  }
  return s.first!;
};

export const skipToken = (s: Scanner): void => {
  const token = s.first!;
  token.taken = true;
  s.first = token.next;
  s.ready = false;
};

/** Moves behind the current token and returns the one after it. */
export const nextToken = (s: Scanner): T.Token => {
  skipToken(s);
  return peekToken(s);
};
