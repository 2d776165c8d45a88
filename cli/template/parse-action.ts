import type { Statement } from './node.ts';
import { readPipeline } from './parse-pipeline.ts';
import type { Scope } from './scope.ts';
import {
  expect,
  nextNonSpace,
  parseError,
  peekNonSpace,
  readLiteral,
  type TokenStream,
  unexpected,
} from './token-stream.ts';
import { unquote } from './unquote.ts';

/** The quoted name of a template. */
export const readName = (stream: TokenStream, context: string): { name: string; at: number } => {
  const token = expect(stream, ['string', 'raw string'], context);
  return { name: readLiteral(stream, () => unquote(token.text)), at: token.at };
};

/** `{{template "name" pipeline}}` behind its keyword. */
export const readInvocation = (scope: Scope): Statement => {
  const { stream } = scope;
  const { name, at } = readName(stream, 'template clause');
  if (nextNonSpace(stream).kind === 'right delimiter') return { type: 'template', at, name, pipeline: undefined };
  stream.at--;
  return { type: 'template', at, name, pipeline: readPipeline(scope, 'template clause', 'right delimiter') };
};

/** `{{break}}` or `{{continue}}` behind its keyword. */
export const readJump = (scope: Scope, type: 'break' | 'continue', at: number): Statement => {
  const token = nextNonSpace(scope.stream);
  if (token.kind !== 'right delimiter') throw unexpected(scope.stream, token, `{{${type}}}`);
  if (scope.ranges === 0) throw parseError(scope.stream, `{{${type}}} outside {{range}}`);
  return { type, at };
};

/** `{{else}}` behind its keyword; `if` and `with` are left to what follows. */
export const readElse = (stream: TokenStream): 'else' => {
  const { kind, text } = peekNonSpace(stream);
  if (kind !== 'keyword' || (text !== 'if' && text !== 'with')) expect(stream, ['right delimiter'], 'else');
  return 'else';
};
