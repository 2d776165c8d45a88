import { formatArgument } from './argument.ts';
import { type Directive, newDirective } from './directive.ts';
import { valueText } from './print.ts';
import { type GoValue, typeName } from './value.ts';

const largest = 1e6;
const flags = { '#': 'sharp', '0': 'zero', '+': 'plus', '-': 'minus', ' ': 'space' } as const;
const isFlag = (character: string | undefined): character is keyof typeof flags =>
  character !== undefined && Object.hasOwn(flags, character);

interface Scan {
  readonly format: string;
  readonly values: readonly GoValue[];
  at: number;
  /** index of the next operand */
  next: number;
  isReordered: boolean;
  /** false once an explicit index `[n]` was wrong or misplaced */
  isIndexGood: boolean;
}

const readNumber = (scan: Scan): number | undefined => {
  let value: number | undefined;
  for (let digit = scan.format.charCodeAt(scan.at) - 48; digit >= 0 && digit <= 9; ) {
    value = (value ?? 0) * 10 + digit;
    digit = scan.format.charCodeAt(++scan.at) - 48;
    if (value > largest && digit >= 0 && digit <= 9) {
      scan.at = scan.format.length;
      return undefined;
    }
  }
  return value;
};

const readIndex = (scan: Scan): boolean => {
  if (scan.format[scan.at] !== '[') return false;
  scan.isReordered = true;
  const close = scan.format.indexOf(']', scan.at);
  const inside = close < 0 ? '' : scan.format.slice(scan.at + 1, close);
  scan.at = close < 0 ? scan.at + 1 : close + 1;
  const isNumber = /^[0-9]{1,7}$/.test(inside);
  const index = Number(inside) - 1;
  if (isNumber && index >= 0 && index < scan.values.length) {
    scan.next = index;
    return true;
  }
  scan.isIndexGood = false;
  return isNumber;
};

const readOperand = (scan: Scan): number | undefined => {
  if (scan.next >= scan.values.length) return undefined;
  const value = scan.values[scan.next++];
  if (typeof value !== 'bigint' || value > largest || value < -largest) return undefined;
  return Number(value);
};

const readWidth = (scan: Scan, directive: Directive, afterIndex: boolean): { text: string; afterIndex: boolean } => {
  if (scan.format[scan.at] !== '*') {
    directive.width = readNumber(scan);
    if (afterIndex && directive.width !== undefined) scan.isIndexGood = false;
    return { text: '', afterIndex };
  }
  scan.at++;
  directive.width = readOperand(scan);
  if (directive.width !== undefined && directive.width < 0) {
    directive.width = -directive.width;
    directive.minus = true;
  }
  return { text: directive.width === undefined ? '%!(BADWIDTH)' : '', afterIndex: false };
};

const readPrecision = (scan: Scan, directive: Directive, before: boolean): { text: string; afterIndex: boolean } => {
  if (scan.format[scan.at] !== '.' || scan.at + 1 >= scan.format.length) return { text: '', afterIndex: before };
  scan.at++;
  if (before) scan.isIndexGood = false;
  const afterIndex = readIndex(scan);
  if (scan.format[scan.at] !== '*') {
    directive.precision = readNumber(scan) ?? 0;
    return { text: '', afterIndex };
  }
  scan.at++;
  const precision = readOperand(scan);
  directive.precision = precision !== undefined && precision >= 0 ? precision : undefined;
  return { text: directive.precision === undefined ? '%!(BADPREC)' : '', afterIndex: false };
};

const formatVerb = (scan: Scan, directive: Directive): string => {
  if (scan.at >= scan.format.length) return '%!(NOVERB)';
  const verb = String.fromCodePoint(scan.format.codePointAt(scan.at)!);
  scan.at += verb.length;
  if (verb === '%') return '%';
  if (!scan.isIndexGood) return `%!${verb}(BADINDEX)`;
  if (scan.next >= scan.values.length) return `%!${verb}(MISSING)`;
  if (verb === 'v' || verb === 'w') {
    directive.sharpV = directive.sharp;
    directive.plusV = directive.plus;
    directive.sharp = false;
    directive.plus = false;
  }
  return formatArgument(scan.values[scan.next++], verb, directive);
};

const formatDirective = (scan: Scan): string => {
  const directive = newDirective();
  scan.isIndexGood = true;
  for (let flag = scan.format[scan.at]; isFlag(flag); flag = scan.format[scan.at]) {
    directive[flags[flag]] = true;
    scan.at++;
  }
  const width = readWidth(scan, directive, readIndex(scan));
  const precision = readPrecision(scan, directive, width.afterIndex);
  if (!precision.afterIndex) readIndex(scan);
  return width.text + precision.text + formatVerb(scan, directive);
};

const extraOperands = (values: readonly GoValue[]): string => {
  const texts = values.map((value) => (value === undefined ? '<nil>' : `${typeName(value)}=${valueText(value)}`));
  return `%!(EXTRA ${texts.join(', ')})`;
};

/** Go's fmt.Sprintf, its complaints (`%!d(string=x)`, `%!s(MISSING)`) included. */
export const sprintf = (format: string, values: readonly GoValue[]): string => {
  const scan: Scan = { format, values, at: 0, next: 0, isReordered: false, isIndexGood: true };
  let text = '';
  while (scan.at < format.length) {
    const percent = format.indexOf('%', scan.at);
    text += format.slice(scan.at, percent < 0 ? undefined : percent);
    if (percent < 0) break;
    scan.at = percent + 1;
    text += formatDirective(scan);
  }
  if (!scan.isReordered && scan.next < values.length) text += extraOperands(values.slice(scan.next));
  return text;
};
