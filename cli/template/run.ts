import { quote } from '../go-format/quote.ts';
import type { GoValue } from '../go-format/value.ts';
import { TemplateError } from './error.ts';
import type { Node, Templates } from './node.ts';
import { nodeText } from './node-text.ts';
import { templateName } from './token-stream.ts';

/** A type that a function asks its arguments to have, as Go names it. */
export type ParameterType = 'reflect.Value' | 'interface {}' | 'string' | '[]ruler.RuleRef';

/** A function of templates; `call` throws TemplateError where Go's function returns an error. */
export interface TemplateFunction {
  readonly parameters: readonly ParameterType[];
  /** type of any further arguments */
  readonly rest?: ParameterType;
  /** `and` and `or` look at their arguments one by one */
  readonly stopsAt?: boolean;
  /** `first` is the source of the first argument */
  call(values: readonly GoValue[], first: string): GoValue;
}

export type Functions = ReadonlyMap<string, TemplateFunction>;

/** A template being executed. */
export interface Run {
  readonly source: string;
  readonly templates: Templates;
  readonly functions: Functions;
  readonly output: string[];
  /** name of the template in hand */
  name: string;
  /** what errors point at */
  node: Node;
  variables: { readonly name: string; value: GoValue }[];
  /** how deep lists of statements are nested */
  depth: number;
}

/** No value at all: a command that is the first of its pipeline. */
export const missing: unique symbol = Symbol('missing');

export type Final = GoValue | typeof missing;

/** An error at the node in hand, with its line and its byte in the line. */
export const runError = (run: Run, message: string): TemplateError => {
  const before = run.source.slice(0, run.node.at);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  const column = new TextEncoder().encode(before.slice(lineStart)).length;
  const place = `${templateName}:${line}:${column}`;
  return new TemplateError(`template: ${place}: executing ${quote(run.name)} at <${nodeText(run.node)}>: ${message}`);
};

export const assign = (run: Run, name: string, value: GoValue): void => {
  const variable = run.variables.findLast((candidate) => candidate.name === name);
  if (variable === undefined) throw runError(run, `undefined variable: ${name}`);
  variable.value = value;
};
