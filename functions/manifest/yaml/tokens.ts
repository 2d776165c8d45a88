export const STREAM_END = 1;
export const VERSION_DIRECTIVE = 2;
export const TAG_DIRECTIVE = 3;
export const DOCUMENT_START = 4;
export const DOCUMENT_END = 5;
export const BLOCK_SEQUENCE_START = 6;
export const BLOCK_MAPPING_START = 7;
export const BLOCK_END = 8;
export const FLOW_SEQUENCE_START = 9;
export const FLOW_SEQUENCE_END = 10;
export const FLOW_MAPPING_START = 11;
export const FLOW_MAPPING_END = 12;
export const BLOCK_ENTRY = 13;
export const FLOW_ENTRY = 14;
export const KEY = 15;
export const VALUE = 16;
export const ALIAS = 17;
export const ANCHOR = 18;
export const TAG = 19;
export const PLAIN_SCALAR = 20;
export const QUOTED_SCALAR = 21;

/** A place where a key without `?` may have begun; one per flow level, reused. */
export interface SimpleKey {
  possible: boolean;
  required: boolean;
  token: Token;
  pos: number;
  line: number;
  column: number;
}

export interface Token {
  kind: number;
  /** Line where the token begins, counted from 0. */
  line: number;
  /** Text of a scalar, name of an anchor or alias, handle of a tag, version of a directive. */
  text: string;
  /** Suffix of a tag, prefix of a tag directive. */
  suffix: string;
  /** The key that may begin with this token: the parser must not see it before that is settled. */
  key: SimpleKey | undefined;
  taken: boolean;
  next: Token | undefined;
}

export const newToken = (kind: number, line: number): Token => ({
  kind,
  line,
  text: '',
  suffix: '',
  key: undefined,
  taken: false,
  next: undefined,
});

export interface TokenQueue {
  first: Token | undefined;
  last: Token | undefined;
}

export const append = (queue: TokenQueue, token: Token): void => {
  if (queue.first === undefined) queue.first = token;
  else queue.last!.next = token;
  queue.last = token;
};

/**
 * Puts a token before `place`, or at the end when the parser has taken `place` already (a flow collection without
 * entries is handed over before a `:` behind it is seen). `place` itself becomes the new token, so that no search is needed.
 */
export const insertBefore = (queue: TokenQueue, place: Token, kind: number, line: number): void => {
  if (place.taken) {
    append(queue, newToken(kind, line));
    return;
  }
  const moved = newToken(place.kind, place.line);
  moved.text = place.text;
  moved.suffix = place.suffix;
  moved.next = place.next;
  if (queue.last === place) queue.last = moved;
  place.kind = kind;
  place.line = line;
  place.text = '';
  place.suffix = '';
  place.next = moved;
};
