import { CR, isHighSurrogate, LF, LINE_SEPARATOR, PARAGRAPH_SEPARATOR } from './characters.ts';
import type { SourceText } from './source-text.ts';
import { newToken, type SimpleKey, type Token } from './tokens.ts';
import { YamlError } from './yaml-error.ts';

/** Where the scanner stands. Lines and columns count from 0, positions in UTF-16 units. */
export interface Scanner {
  readonly text: string;
  pos: number;
  line: number;
  lineStart: number;
  first: Token | undefined;
  last: Token | undefined;
  /** True when the first token may be handed to the parser. */
  ready: boolean;
  flowLevel: number;
  indent: number;
  readonly indents: number[];
  /** Simple keys by flow level; entries above the level are kept for reuse. */
  readonly keys: SimpleKey[];
  simpleKeyAllowed: boolean;
  /** End of what libyaml's buffer would hold now; out of reach for ordinary text. */
  limit: number;
  /** The first character in that buffer. */
  base: number;
  chunk: number;
  readonly source: SourceText;
  countCharacters: ((from: number, to: number) => number) | undefined;
}

const outOfReach = 0x3fffffff;

export const newSimpleKey = (): SimpleKey => ({
  possible: false,
  required: false,
  token: newToken(0, 0),
  pos: 0,
  line: 0,
  column: 0,
});

export const newScanner = (source: SourceText): Scanner => ({
  text: source.text,
  pos: 0,
  line: 0,
  lineStart: 0,
  first: undefined,
  last: undefined,
  ready: false,
  flowLevel: 0,
  indent: -1,
  indents: [],
  keys: [newSimpleKey()],
  simpleKeyAllowed: true,
  limit: source.ends === undefined ? outOfReach : 0,
  base: 0,
  chunk: 0,
  source,
  countCharacters: undefined,
});

/** An error of the scanner; it names the line where the scanner stands, but for the first line. */
export const scannerError = (s: Scanner, problem: string): YamlError =>
  new YamlError(s.line > 0 ? `yaml: line ${s.line + 1}: ${problem}` : `yaml: ${problem}`);

export const charAt = (s: Scanner, offset = 0): number => s.text.charCodeAt(s.pos + offset);

/** Moves behind the line break at the current position. */
export const skipBreak = (s: Scanner): void => {
  s.pos += s.text.charCodeAt(s.pos) === CR && s.text.charCodeAt(s.pos + 1) === LF ? 2 : 1;
  s.line++;
  s.lineStart = s.pos;
};

/** Moves behind the line break at the current position, if any, and returns what it adds to a scalar. */
export const readBreak = (s: Scanner): string => {
  const c = charAt(s);
  if (c === 0) return '';
  skipBreak(s);
  if (c === LINE_SEPARATOR) return '\u2028';
  return c === PARAGRAPH_SEPARATOR ? '\u2029' : '\n';
};

/** Width in UTF-16 units of the character at a position. */
export const widthAt = (s: Scanner, pos: number): number => (isHighSurrogate(s.text.charCodeAt(pos)) ? 2 : 1);
