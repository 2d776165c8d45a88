export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const EXCLAMATION = 33;
export const QUOTE = 34;
export const HASH = 35;
export const PERCENT = 37;
export const AMPERSAND = 38;
export const APOSTROPHE = 39;
export const ASTERISK = 42;
export const PLUS = 43;
export const COMMA = 44;
export const DASH = 45;
export const DOT = 46;
export const ZERO = 48;
export const COLON = 58;
export const LESS = 60;
export const GREATER = 62;
export const QUESTION = 63;
export const AT = 64;
export const OPEN_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const BACKTICK = 96;
export const OPEN_BRACE = 123;
export const BAR = 124;
export const CLOSE_BRACE = 125;
export const LINE_SEPARATOR = 0x2028;
export const PARAGRAPH_SEPARATOR = 0x2029;
export const BYTE_ORDER_MARK = 0xfeff;

/** LF, CR, NEL, LS and PS end a line in YAML 1.1. */
export const isBreak = (c: number): boolean =>
  c === LF || c === CR || (c > 0x7f && (c === 0x85 || c === LINE_SEPARATOR || c === PARAGRAPH_SEPARATOR));

/** The end of the text reads as NUL, which no valid text contains. */
export const isBreakOrEnd = (c: number): boolean => c === 0 || isBreak(c);

export const isBlank = (c: number): boolean => c === SPACE || c === TAB;

export const isBlankOrEnd = (c: number): boolean => c === SPACE || c === TAB || isBreakOrEnd(c);

export const isDigit = (c: number): boolean => c >= 48 && c <= 57;

/** Letters, digits, `_` and `-`: what names of anchors, tag handles and directives are made of. */
export const isNameCharacter = (c: number): boolean =>
  isDigit(c) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === DASH;

/** The value of a hexadecimal digit, -1 for anything else. */
export const hexValue = (c: number): number => {
  if (isDigit(c)) return c - 48;
  if (c >= 65 && c <= 70) return c - 55;
  return c >= 97 && c <= 102 ? c - 87 : -1;
};

export const isHighSurrogate = (c: number): boolean => (c & 0xfc00) === 0xd800;
