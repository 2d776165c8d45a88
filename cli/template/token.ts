import { quote } from '../go-format/quote.ts';

export type TokenKind =
  | 'text'
  | 'left delimiter'
  | 'right delimiter'
  | 'space'
  | 'identifier'
  | 'keyword'
  | 'dot'
  | 'nil'
  | 'field'
  | 'variable'
  | 'bool'
  | 'number'
  | 'complex'
  | 'character'
  | 'string'
  | 'raw string'
  | 'assign'
  | 'declare'
  | 'pipe'
  | 'left paren'
  | 'right paren'
  | 'other'
  | 'error'
  | 'end of file';

export interface Token {
  readonly kind: TokenKind;
  /** the source text; the message of an error */
  readonly text: string;
  /** offset in the source */
  readonly at: number;
  /** 1-based line where it begins */
  readonly line: number;
}

/** A token as error messages name it. */
export const tokenName = (token: Token): string => {
  if (token.kind === 'end of file') return 'EOF';
  if (token.kind === 'error') return token.text;
  if (token.kind === 'keyword' || token.kind === 'dot' || token.kind === 'nil') return `<${token.text}>`;
  if (new TextEncoder().encode(token.text).length <= 10) return quote(token.text);
  return `${quote(Array.from(token.text).slice(0, 10).join(''))}...`;
};
