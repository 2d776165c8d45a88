import { TemplateError } from './error.ts';
import { type Token, type TokenKind, tokenName } from './token.ts';

/** Hands tokens to the parser, which may step back. */
export interface TokenStream {
  readonly source: string;
  readonly tokens: readonly Token[];
  at: number;
  /** index of the last token looked at: errors name its line, as in Go */
  furthest: number;
  /** line of the action being read, 0 between actions */
  actionLine: number;
}

export const templateName = 'output template';

export const tokenStream = (source: string, tokens: readonly Token[]): TokenStream => ({
  source,
  tokens,
  at: 0,
  furthest: 0,
  actionLine: 0,
});

export const peek = (stream: TokenStream): Token => {
  const index = Math.min(stream.at, stream.tokens.length - 1);
  if (index > stream.furthest) stream.furthest = index;
  return stream.tokens[index]!;
};

export const next = (stream: TokenStream): Token => {
  const token = peek(stream);
  stream.at++;
  return token;
};

export const peekNonSpace = (stream: TokenStream): Token => {
  while (peek(stream).kind === 'space') stream.at++;
  return peek(stream);
};

export const nextNonSpace = (stream: TokenStream): Token => {
  const token = peekNonSpace(stream);
  stream.at++;
  return token;
};

export const parseError = (stream: TokenStream, message: string): TemplateError =>
  new TemplateError(`template: ${templateName}:${stream.tokens[stream.furthest]!.line}: ${message}`);

export const unexpected = (stream: TokenStream, token: Token, context: string): TemplateError => {
  if (token.kind !== 'error') return parseError(stream, `unexpected ${tokenName(token)} in ${context}`);
  if (stream.actionLine === 0 || stream.actionLine === token.line) return parseError(stream, token.text);
  const start = token.text.endsWith(' action') ? ' started at' : ' in action started at';
  return parseError(stream, `${token.text}${start} ${templateName}:${stream.actionLine}`);
};

export const expect = (stream: TokenStream, kinds: readonly TokenKind[], context: string): Token => {
  const token = nextNonSpace(stream);
  if (!kinds.includes(token.kind)) throw unexpected(stream, token, context);
  return token;
};

/** Runs a reader of literals; what it refuses is an error at the current line. */
export const readLiteral = <T>(stream: TokenStream, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof TemplateError) throw parseError(stream, error.message);
    throw error;
  }
};
