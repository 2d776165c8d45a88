import { type GoValue, isComposite, isTruthy, typeName } from '../go-format/value.ts';
import { checkConstant, checkCount, checkNil, checkType, isAny } from './argument.ts';
import { TemplateError } from './error.ts';
import type { Command, FieldNode, IdentifierNode, Operand, Pipeline, VariableNode } from './node.ts';
import { nodeText } from './node-text.ts';
import { assign, type Final, missing, type ParameterType, type Run, runError } from './run.ts';

type Operands = readonly Operand[];

const refuseArguments = (run: Run, operands: Operands, final: Final): void => {
  if (operands.length > 1 || final !== missing) {
    throw runError(run, `can't give argument to non-function ${nodeText(operands[0]!)}`);
  }
};

const fieldOf = (run: Run, receiver: GoValue, name: string, hasArguments: boolean): GoValue => {
  if (receiver === undefined) return undefined;
  if (isComposite(receiver) && receiver.kind === 'struct' && receiver.fields.has(name)) {
    if (hasArguments) throw runError(run, `${name} has arguments but cannot be invoked as function`);
    return receiver.fields.get(name);
  }
  throw runError(run, `can't evaluate field ${name} in type ${typeName(receiver)}`);
};

const followFields = (run: Run, receiver: GoValue, names: readonly string[], hasArguments: boolean): GoValue => {
  let value = receiver;
  for (const [index, name] of names.entries()) {
    value = fieldOf(run, value, name, hasArguments && index === names.length - 1);
  }
  return value;
};

const evaluateField = (run: Run, dot: GoValue, field: FieldNode, operands: Operands, final: Final): GoValue => {
  run.node = field;
  return followFields(run, dot, field.names, operands.length > 1 || final !== missing);
};

const evaluateVariable = (run: Run, variable: VariableNode, operands: Operands, final: Final): GoValue => {
  run.node = variable;
  const { value } = run.variables.findLast(({ name }) => name === variable.name)!;
  if (variable.fields.length > 0) {
    return followFields(run, value, variable.fields, operands.length > 1 || final !== missing);
  }
  refuseArguments(run, operands, final);
  return value;
};

const evaluateArgument = (run: Run, dot: GoValue, type: ParameterType, operand: Operand): GoValue => {
  run.node = operand;
  if (operand.type === 'nil') return checkNil(run, type);
  if (operand.type === 'constant' && !isAny(type)) return checkConstant(run, type, operand);
  return checkType(run, evaluateOperand(run, dot, [operand], missing), type);
};

// Errors of the function itself point at the whole command.
// As reflect.Value.String() does.
const describe = (value: GoValue): string => (typeof value === 'string' ? value : `<${typeName(value)} Value>`);

const callFunction = (
  run: Run,
  dot: GoValue,
  identifier: IdentifierNode,
  operands: readonly Operand[],
  final: Final,
  node: Command | IdentifierNode,
): GoValue => {
  run.node = identifier;
  const { name } = identifier;
  const called = run.functions.get(name)!;
  checkCount(run, name, called, operands.length, final);
  const typeAt = (index: number): ParameterType => called.parameters[index] ?? called.rest!;
  const values: GoValue[] = [];
  for (const [index, operand] of operands.entries()) {
    const value = evaluateArgument(run, dot, typeAt(index), operand);
    if (called.stopsAt === isTruthy(value)) return value;
    values.push(value);
  }
  if (final !== missing) values.push(checkType(run, final, typeAt(operands.length)));
  const first = operands[0] === undefined ? describe(values[0]) : nodeText(operands[0]);
  try {
    return called.call(values, first);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    run.node = node;
    throw runError(run, `error calling ${name}: ${error.message}`);
  }
};

/** An operand with, when it is the first of a command, the operands that follow it. */
const evaluateOperand = (run: Run, dot: GoValue, operands: Operands, final: Final, command?: Command): GoValue => {
  const operand = operands[0]!;
  switch (operand.type) {
    case 'field':
      return evaluateField(run, dot, operand, operands, final);
    case 'variable':
      return evaluateVariable(run, operand, operands, final);
    case 'identifier':
      return callFunction(run, dot, operand, operands.slice(1), final, command ?? operand);
    case 'chain': {
      run.node = operand;
      const value = evaluateOperand(run, dot, [operand.operand], missing);
      return followFields(run, value, operand.fields, operands.length > 1 || final !== missing);
    }
    case 'pipeline':
      refuseArguments(run, operands, final);
      return evaluatePipeline(run, dot, operand);
  }
  run.node = operand;
  refuseArguments(run, operands, final);
  if (operand.type === 'dot') return dot;
  if (operand.type === 'nil') throw runError(run, 'nil is not a command');
  if (operand.value === undefined) throw runError(run, `${operand.source} overflows int`);
  return operand.value;
};

/** The value of a pipeline; its variables are declared or set. */
export const evaluatePipeline = (run: Run, dot: GoValue, pipeline: Pipeline): GoValue => {
  run.node = pipeline;
  let value: Final = missing;
  for (const command of pipeline.commands) value = evaluateOperand(run, dot, command.operands, value, command);
  const result = value === missing ? undefined : value;
  for (const name of pipeline.variables) {
    if (pipeline.isAssignment) assign(run, name, result);
    else run.variables.push({ name, value: result });
  }
  return result;
};
