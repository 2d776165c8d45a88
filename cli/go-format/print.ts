import { formatArgument } from './argument.ts';
import { newDirective } from './directive.ts';
import type { GoValue } from './value.ts';

const plain = newDirective();

/** A value as `%v` prints it. */
export const valueText = (value: GoValue): string => formatArgument(value, 'v', plain);

/** Go's fmt.Sprint: a space stands only between two operands neither of which is a string. */
export const sprint = (values: readonly GoValue[]): string => {
  let text = '';
  for (const [index, value] of values.entries()) {
    if (index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string') text += ' ';
    text += valueText(value);
  }
  return text;
};

/** Go's fmt.Sprintln. */
export const sprintln = (values: readonly GoValue[]): string => `${values.map(valueText).join(' ')}\n`;
