import { type GoValue, typeName } from '../go-format/value.ts';
import type { ConstantNode } from './node.ts';
import { nodeText } from './node-text.ts';
import { type Final, missing, type ParameterType, type Run, runError, type TemplateFunction } from './run.ts';

export const isAny = (type: ParameterType): boolean => type === 'reflect.Value' || type === 'interface {}';

/** A value that an argument of the type may have. */
export const checkType = (run: Run, value: GoValue, type: ParameterType): GoValue => {
  if (isAny(type) || typeName(value) === type) return value;
  if (value !== undefined) throw runError(run, `wrong type for value; expected ${type}; got ${typeName(value)}`);
  if (type === 'string') throw runError(run, 'invalid value; expected string');
  return { kind: 'slice', type, items: [] };
};

/** `nil` as an argument of the type. */
export const checkNil = (run: Run, type: ParameterType): GoValue => {
  if (type === 'string') throw runError(run, 'cannot assign nil to string');
  return isAny(type) ? undefined : { kind: 'slice', type, items: [] };
};

/** A constant as an argument of a type that is not any. */
export const checkConstant = (run: Run, type: ParameterType, constant: ConstantNode): GoValue => {
  if (type === 'string' && typeof constant.value === 'string') return constant.value;
  const text = nodeText(constant);
  throw runError(
    run,
    type === 'string' ? `expected string; found ${text}` : `can't handle ${text} for arg of type ${type}`,
  );
};

/** Refuses too many or too few arguments. */
export const checkCount = (run: Run, name: string, called: TemplateFunction, given: number, final: Final): void => {
  const wanted = called.parameters.length;
  const count = given + (final === missing ? 0 : 1);
  if (called.rest !== undefined) {
    if (count < wanted) throw runError(run, `wrong number of args for ${name}: want at least ${wanted} got ${given}`);
  } else if (count !== wanted) {
    throw runError(run, `wrong number of args for ${name}: want ${wanted} got ${count}`);
  }
};
