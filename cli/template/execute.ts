import { valueText } from '../go-format/print.ts';
import { quote } from '../go-format/quote.ts';
import { type GoValue, isComposite, isTruthy } from '../go-format/value.ts';
import { evaluatePipeline } from './evaluate.ts';
import type { BranchNode, InvocationNode, Statement } from './node.ts';
import { parse } from './parser.ts';
import { assign, type Functions, type Run, runError } from './run.ts';
import { templateName } from './token-stream.ts';

type Jump = 'break' | 'continue' | undefined;

const deepest = 1000;

const assignIteration = (run: Run, node: BranchNode, index: GoValue, element: GoValue): void => {
  const { variables, isAssignment } = node.pipeline;
  const values = variables.length > 1 ? [index, element] : [element];
  const first = run.variables.length - variables.length;
  for (const [position, name] of variables.entries()) {
    if (isAssignment) assign(run, name, values[position]);
    else run.variables[first + position]!.value = values[position];
  }
};

const iterate = (run: Run, node: BranchNode, index: GoValue, element: GoValue): Jump => {
  assignIteration(run, node, index, element);
  const visible = run.variables.length;
  const jump = walkList(run, element, node.body);
  run.variables.length = visible;
  return jump === 'break' ? jump : undefined;
};

/** Gives whether there was anything to range over. */
const walkElements = (run: Run, node: BranchNode, value: GoValue): boolean => {
  if (value === undefined) return false;
  if (typeof value === 'bigint') {
    if (node.pipeline.variables.length > 1) {
      throw runError(run, `can't use ${valueText(value)} to iterate over more than one variable`);
    }
    for (let index = 0n; index < value; index++) if (iterate(run, node, undefined, index) === 'break') break;
    return value > 0n;
  }
  if (!isComposite(value) || value.kind === 'struct') {
    throw runError(run, `range can't iterate over ${valueText(value)}`);
  }
  for (const [index, element] of value.items.entries()) {
    if (iterate(run, node, BigInt(index), element) === 'break') break;
  }
  return value.items.length > 0;
};

const walkBranch = (run: Run, dot: GoValue, node: BranchNode): Jump => {
  const visible = run.variables.length;
  const value = evaluatePipeline(run, dot, node.pipeline);
  let jump: Jump;
  if (node.type === 'range') {
    if (!walkElements(run, node, value)) jump = walkList(run, dot, node.otherwise);
  } else if (isTruthy(value)) jump = walkList(run, node.type === 'with' ? value : dot, node.body);
  else jump = walkList(run, dot, node.otherwise);
  run.variables.length = visible;
  return jump;
};

const invoke = (run: Run, dot: GoValue, node: InvocationNode): void => {
  run.node = node;
  const statements = run.templates.get(node.name);
  if (statements === undefined) throw runError(run, `template ${quote(node.name)} not defined`);
  const inner = node.pipeline === undefined ? undefined : evaluatePipeline(run, dot, node.pipeline);
  const { name, variables } = run;
  run.name = node.name;
  run.variables = [{ name: '$', value: inner }];
  walkList(run, inner, statements);
  run.name = name;
  run.variables = variables;
};

const walk = (run: Run, dot: GoValue, statement: Statement): Jump => {
  switch (statement.type) {
    case 'text':
      run.output.push(statement.text);
      return undefined;
    case 'action': {
      const value = evaluatePipeline(run, dot, statement.pipeline);
      if (statement.pipeline.variables.length === 0) {
        run.output.push(value === undefined ? '<no value>' : valueText(value));
      }
      return undefined;
    }
    case 'template':
      invoke(run, dot, statement);
      return undefined;
    case 'break':
    case 'continue':
      return statement.type;
    default:
      return walkBranch(run, dot, statement);
  }
};

const walkList = (run: Run, dot: GoValue, statements: readonly Statement[]): Jump => {
  if (run.depth >= deepest) throw runError(run, `exceeded maximum template depth (${deepest})`);
  run.depth++;
  let jump: Jump;
  for (const statement of statements) {
    jump = walk(run, dot, statement);
    if (jump !== undefined) break;
  }
  run.depth--;
  return jump;
};

/** Runs a template over data as Go's text/template does; throws TemplateError with Go's text. */
export const executeTemplate = (source: string, data: GoValue, functions: Functions): string => {
  const templates = parse(source, new Set(functions.keys()));
  const statements = templates.get(templateName)!;
  const run: Run = {
    source,
    templates,
    functions,
    output: [],
    name: templateName,
    node: { type: 'dot', at: 0 },
    variables: [{ name: '$', value: data }],
    depth: 0,
  };
  walkList(run, data, statements);
  return run.output.join('');
};
