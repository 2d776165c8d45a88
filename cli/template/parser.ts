import { define } from './definitions.ts';
import { lex } from './lexer.ts';
import type { BranchNode, Statement, Templates } from './node.ts';
import { readElse, readInvocation, readJump, readName } from './parse-action.ts';
import { readPipeline } from './parse-pipeline.ts';
import { enter, leave, type Scope } from './scope.ts';
import {
  expect,
  nextNonSpace,
  parseError,
  peek,
  peekNonSpace,
  type TokenStream,
  templateName,
  tokenStream,
  unexpected,
} from './token-stream.ts';

type Ending = 'end' | 'else';

interface Parser {
  readonly functions: ReadonlySet<string>;
  readonly templates: Map<string, readonly Statement[]>;
}

const newScope = (parser: Parser, stream: TokenStream, depth: number): Scope => ({
  stream,
  functions: parser.functions,
  variables: ['$'],
  ranges: 0,
  depth,
});

/** Reads statements up to `{{end}}` or `{{else}}`. */
const readList = (parser: Parser, scope: Scope): { statements: Statement[]; ending: Ending } => {
  const statements: Statement[] = [];
  while (peekNonSpace(scope.stream).kind !== 'end of file') {
    const statement = readStatement(parser, scope);
    if (statement === 'end' || statement === 'else') return { statements, ending: statement };
    statements.push(statement);
  }
  throw parseError(scope.stream, 'unexpected EOF');
};

const readOtherwise = (parser: Parser, scope: Scope, type: BranchNode['type']): Statement[] => {
  const { stream } = scope;
  const follower = peek(stream);
  // `else if` and `else with` open a branch that shares the end of this one.
  if (follower.kind === 'keyword' && follower.text === type && type !== 'range') {
    stream.at++;
    return [readBranch(parser, scope, type)];
  }
  const { statements, ending } = readList(parser, scope);
  if (ending !== 'end') throw parseError(stream, 'expected end; found {{else}}');
  return statements;
};

const readBranch = (parser: Parser, scope: Scope, type: BranchNode['type']): BranchNode => {
  enter(scope);
  const visible = scope.variables.length;
  const pipeline = readPipeline(scope, type, 'right delimiter');
  if (type === 'range') scope.ranges++;
  const { statements, ending } = readList(parser, scope);
  if (type === 'range') scope.ranges--;
  const otherwise = ending === 'else' ? readOtherwise(parser, scope, type) : [];
  scope.variables.length = visible;
  leave(scope);
  return { type, at: pipeline.at, pipeline, body: statements, otherwise };
};

const readDefinition = (parser: Parser, outer: Scope, name: string, context: string): void => {
  const { stream } = outer;
  stream.actionLine = 0;
  enter(outer);
  const { statements, ending } = readList(parser, newScope(parser, stream, outer.depth));
  leave(outer);
  if (ending !== 'end') throw parseError(stream, `unexpected {{else}} in ${context}`);
  define(parser.templates, stream, name, statements);
};

const readBlock = (parser: Parser, scope: Scope): Statement => {
  const context = 'block clause';
  const { name, at } = readName(scope.stream, context);
  const pipeline = readPipeline(scope, context, 'right delimiter');
  readDefinition(parser, scope, name, context);
  return { type: 'template', at, name, pipeline };
};

const readAction = (parser: Parser, scope: Scope): Statement | Ending => {
  const { stream } = scope;
  const token = nextNonSpace(stream);
  if (token.kind === 'keyword') {
    switch (token.text) {
      case 'block':
        return readBlock(parser, scope);
      case 'break':
      case 'continue':
        return readJump(scope, token.text, token.at);
      case 'else':
        return readElse(stream);
      case 'end':
        expect(stream, ['right delimiter'], 'end');
        return 'end';
      case 'if':
      case 'range':
      case 'with':
        return readBranch(parser, scope, token.text);
      case 'template':
        return readInvocation(scope);
    }
  }
  stream.at--;
  const { at } = peek(stream);
  return { type: 'action', at, pipeline: readPipeline(scope, 'command', 'right delimiter') };
};

const readStatement = (parser: Parser, scope: Scope): Statement | Ending => {
  const { stream } = scope;
  const token = nextNonSpace(stream);
  if (token.kind === 'text') return { type: 'text', at: token.at, text: token.text };
  if (token.kind !== 'left delimiter') throw unexpected(stream, token, 'input');
  stream.actionLine = token.line;
  const statement = readAction(parser, scope);
  stream.actionLine = 0;
  return statement;
};

const readTopLevel = (parser: Parser, scope: Scope): Statement[] => {
  const { stream } = scope;
  const statements: Statement[] = [];
  while (peek(stream).kind !== 'end of file') {
    const start = stream.at;
    if (nextNonSpace(stream).kind === 'left delimiter') {
      const token = nextNonSpace(stream);
      if (token.kind === 'keyword' && token.text === 'define') {
        const { name } = readName(stream, 'define clause');
        expect(stream, ['right delimiter'], 'define clause');
        readDefinition(parser, scope, name, 'define clause');
        continue;
      }
    }
    stream.at = start;
    const statement = readStatement(parser, scope);
    if (typeof statement === 'string') throw parseError(stream, `unexpected {{${statement}}}`);
    statements.push(statement);
  }
  return statements;
};

/** Parses a template and those it defines; throws TemplateError with the text of Go's parser. */
export const parse = (source: string, functions: ReadonlySet<string>): Templates => {
  const parser: Parser = { functions, templates: new Map() };
  const stream = tokenStream(source, lex(source));
  const statements = readTopLevel(parser, newScope(parser, stream, 0));
  define(parser.templates, stream, templateName, statements);
  return parser.templates;
};
