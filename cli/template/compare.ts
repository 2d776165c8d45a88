import { formatArgument } from '../go-format/argument.ts';
import { newDirective } from '../go-format/directive.ts';
import { valueText } from '../go-format/print.ts';
import { type GoValue, isComposite, typeName } from '../go-format/value.ts';
import { TemplateError } from './error.ts';

const asString = (value: GoValue): string => formatArgument(value, 's', newDirective());

const isBasic = (value: GoValue): value is boolean | bigint | number | string =>
  value !== undefined && !isComposite(value);

const compositesEqual = (left: GoValue, right: GoValue): boolean => {
  if (left === undefined || right === undefined) return left === right;
  if (!isComposite(left) || !isComposite(right) || left.kind !== right.kind) {
    throw new TemplateError(
      `non-comparable types ${asString(left)}: ${typeName(left)}, ${typeName(right)}: ${valueText(right)}`,
    );
  }
  if (left.kind === 'slice' || right.kind === 'slice' || !right.comparable) {
    throw new TemplateError(`non-comparable type ${asString(right)}: ${typeName(right)}`);
  }
  if (left.type !== right.type) return false;
  return Array.from(left.fields).every(([name, value]) => right.fields.get(name) === value);
};

const incompatible = (left: GoValue, right: GoValue): TemplateError =>
  new TemplateError(`incompatible types for comparison: ${typeName(left)} and ${typeName(right)}`);

const equal = (left: GoValue, right: GoValue): boolean => {
  if (!isBasic(left) && !isBasic(right)) return compositesEqual(left, right);
  if (typeof left === typeof right) return left === right;
  if (left === undefined || right === undefined) return false;
  throw incompatible(left, right);
};

/** `eq`: whether the first value equals any of the others. */
export const equalsAny = ([first, ...others]: readonly GoValue[]): boolean => {
  if (others.length === 0) throw new TemplateError('missing argument for comparison');
  return others.some((other) => equal(first, other));
};

/** `lt`: bools and composites have no order; strings are ordered by their bytes. */
export const isLess = (left: GoValue, right: GoValue): boolean => {
  if (!isBasic(left) || !isBasic(right)) throw new TemplateError('invalid type for comparison');
  if (typeof left !== typeof right) throw incompatible(left, right);
  if (typeof left === 'boolean') throw new TemplateError('invalid type for comparison');
  if (typeof left === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(right as string)) < 0;
  return left < (right as typeof left);
};
