import { quote } from '../go-format/quote.ts';
import type { Command, IdentifierNode, Operand, Pipeline } from './node.ts';
import { nodeText } from './node-text.ts';
import { readConstant } from './parse-constant.ts';
import { readDeclarations } from './parse-declarations.ts';
import { enter, leave, type Scope } from './scope.ts';
import type { TokenKind } from './token.ts';
import { next, nextNonSpace, parseError, peek, peekNonSpace, unexpected } from './token-stream.ts';

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
    case 'left paren':
      return readParenthesized(scope);
    case 'bool':
    case 'character':
    case 'number':
    case 'complex':
    case 'string':
    case 'raw string':
      return readConstant(stream, token);
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
