import type { ConstantNode } from './node.ts';
import { readNumber } from './number.ts';
import type { Token } from './token.ts';
import { readLiteral, type TokenStream } from './token-stream.ts';
import { unquote, unquoteCharacter } from './unquote.ts';

const literalValue = ({ kind, text }: Token): ConstantNode['value'] => {
  if (kind === 'bool') return text === 'true';
  if (kind === 'character') return BigInt(unquoteCharacter(text));
  return kind === 'number' || kind === 'complex' ? readNumber(text) : unquote(text);
};

/** What a token of a literal is worth. Throws TemplateError at the current line. */
export const readConstant = (stream: TokenStream, token: Token): ConstantNode => ({
  type: 'constant',
  at: token.at,
  source: token.text,
  value: readLiteral(stream, () => literalValue(token)),
});
