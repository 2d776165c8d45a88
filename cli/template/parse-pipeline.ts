import { quote } from '../go-format/quote.ts';
import type { Command, ConstantNode, IdentifierNode, Operand, Pipeline } from './node.ts';
import { nodeText } from './node-text.ts';
import { readNumber } from './number.ts';
import type { Token, TokenKind } from './token.ts';
import {
  next,
  nextNonSpace,
  parseError,
  peek,
  peekNonSpace,
  readLiteral,
  type TokenStream,
  unexpected,
} from './token-stream.ts';
import { unquote, unquoteCharacter } from './unquote.ts';

/** What the parser knows while it reads one template. */
export interface Scope {
  readonly stream: TokenStream;
  readonly functions: ReadonlySet<string>;
  /** names of the variables that can be seen, `$` first */
  variables: string[];
  /** how many `range` enclose this place */
  ranges: number;
  /** how deep actions and parentheses are nested */
  depth: number;
}

const deepest = 400;

export const enter = (scope: Scope): void => {
  if (++scope.depth > deepest) throw parseError(scope.stream, `nested deeper than ${deepest}`);
};

export const leave = (scope: Scope): void => {
  scope.depth--;
};

const constant = (token: Token, value: ConstantNode['value']): ConstantNode => ({
  type: 'constant',
  at: token.at,
  source: token.text,
  value,
});

const readParenthesized = (scope: Scope): Pipeline => {
  enter(scope);
  const pipeline = readPipeline(scope, 'parenthesized pipeline', 'right paren');
  leave(scope);
  return pipeline;
};

const readTerm = (scope: Scope): Operand | undefined => {
  const { stream } = scope;
  const token = nextNonSpace(stream);
  const { at, text } = token;
  switch (token.kind) {
    case 'identifier':
      if (!scope.functions.has(text)) throw parseError(stream, `function ${quote(text)} not defined`);
      return { type: 'identifier', at, name: text };
    case 'dot':
    case 'nil':
      return { type: token.kind, at };
    case 'variable':
      if (!scope.variables.includes(text)) throw parseError(stream, `undefined variable ${quote(text)}`);
      return { type: 'variable', at, name: text, fields: [] };
    case 'field':
      return { type: 'field', at, names: [text.slice(1)] };
    case 'bool':
      return constant(token, text === 'true');
    case 'character':
      return constant(token, BigInt(readLiteral(stream, () => unquoteCharacter(text))));
    case 'number':
    case 'complex':
      return constant(
        token,
        readLiteral(stream, () => readNumber(text)),
      );
    case 'left paren':
      return readParenthesized(scope);
    case 'string':
    case 'raw string':
      return constant(
        token,
        readLiteral(stream, () => unquote(text)),
      );
    default:
      stream.at--;
      return undefined;
  }
};

const withFields = (scope: Scope, term: Operand, at: number, fields: string[]): Operand => {
  switch (term.type) {
    case 'field':
      return { type: 'field', at, names: [...term.names, ...fields] };
    case 'variable':
      return { ...term, at, fields };
    case 'pipeline':
    case 'identifier':
      return { type: 'chain', at, operand: term satisfies Pipeline | IdentifierNode, fields };
    default:
      throw parseError(scope.stream, `unexpected . after term ${quote(nodeText(term))}`);
  }
};

const readOperand = (scope: Scope): Operand | undefined => {
  const term = readTerm(scope);
  const first = peek(scope.stream);
  if (term === undefined || first.kind !== 'field') return term;
  const fields: string[] = [];
  while (peek(scope.stream).kind === 'field') fields.push(next(scope.stream).text.slice(1));
  return withFields(scope, term, first.at, fields);
};

const readCommand = (scope: Scope): Command => {
  const { stream } = scope;
  const command: Command = { type: 'command', at: peekNonSpace(stream).at, operands: [] };
  for (;;) {
    const operand = readOperand(scope);
    if (operand !== undefined) command.operands.push(operand);
    const token = next(stream);
    if (token.kind === 'space') continue;
    if (token.kind === 'right delimiter' || token.kind === 'right paren') stream.at--;
    else if (token.kind !== 'pipe') throw unexpected(stream, token, 'operand');
    break;
  }
  if (command.operands.length === 0) throw parseError(stream, 'empty command');
  return command;
};

/** Reads `$x :=`, `$x =` and, for a range, `$i, $x :=`. */
const readDeclarations = (scope: Scope, context: string): { variables: string[]; isAssignment: boolean } => {
  const { stream } = scope;
  const variables: string[] = [];
  for (;;) {
    const variable = peekNonSpace(stream);
    if (variable.kind !== 'variable') return { variables, isAssignment: false };
    const start = stream.at++;
    const follower = nextNonSpace(stream);
    const isDeclared = follower.kind === 'assign' || follower.kind === 'declare';
    if (!isDeclared && (follower.kind !== 'other' || follower.text !== ',')) {
      stream.at = start;
      return { variables, isAssignment: false };
    }
    variables.push(variable.text);
    scope.variables.push(variable.text);
    if (isDeclared) return { variables, isAssignment: follower.kind === 'assign' };
    if (context !== 'range' || variables.length > 1) throw parseError(stream, `too many declarations in ${context}`);
    if (!['variable', 'right delimiter', 'right paren'].includes(peekNonSpace(stream).kind)) {
      throw parseError(stream, 'range can only initialize variables');
    }
  }
};

const operandKinds: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'bool',
  'character',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'raw string',
  'string',
  'variable',
  'left paren',
]);

const checkPipeline = (scope: Scope, pipeline: Pipeline, context: string): void => {
  if (pipeline.commands.length === 0) throw parseError(scope.stream, `missing value for ${context}`);
  const stage = pipeline.commands.findIndex(
    ({ operands }, index) => index > 0 && ['constant', 'dot', 'nil'].includes(operands[0]!.type),
  );
  if (stage > 0) throw parseError(scope.stream, `non executable command in pipeline stage ${stage + 1}`);
};

/** Reads `declarations? command ('|' command)*` and the token that ends it. */
export const readPipeline = (scope: Scope, context: string, end: TokenKind): Pipeline => {
  const { stream } = scope;
  const { at } = peekNonSpace(stream);
  const pipeline: Pipeline = { type: 'pipeline', at, ...readDeclarations(scope, context), commands: [] };
  for (;;) {
    const token = nextNonSpace(stream);
    if (token.kind === end) break;
    if (!operandKinds.has(token.kind)) throw unexpected(stream, token, context);
    stream.at--;
    pipeline.commands.push(readCommand(scope));
  }
  checkPipeline(scope, pipeline, context);
  return pipeline;
};
