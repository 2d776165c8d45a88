import { sprint, sprintln } from '../go-format/print.ts';
import { sprintf } from '../go-format/printf.ts';
import { type GoValue, isTruthy, typeName } from '../go-format/value.ts';
import { indexValue, lengthOf, sliceValue } from './access.ts';
import { equalsAny, isLess } from './compare.ts';
import { TemplateError } from './error.ts';
import { escapeHtml, escapeQuery, escapeScript } from './escape.ts';
import type { Functions, TemplateFunction } from './run.ts';

const onValue = (call: (value: GoValue) => GoValue): TemplateFunction => ({
  parameters: ['reflect.Value'],
  call: ([value]) => call(value),
});

const onPair = (call: (left: GoValue, right: GoValue) => GoValue): TemplateFunction => ({
  parameters: ['reflect.Value', 'reflect.Value'],
  call: ([left, right]) => call(left, right),
});

const onValues = (call: TemplateFunction['call']): TemplateFunction => ({
  parameters: ['reflect.Value'],
  rest: 'reflect.Value',
  call,
});

const onPrinted = (call: (text: string) => string): TemplateFunction => ({
  parameters: [],
  rest: 'interface {}',
  call: (values) => call(sprint(values.map((value) => value ?? '<no value>'))),
});

const junction = (stopsAt: boolean): TemplateFunction => ({
  parameters: ['reflect.Value'],
  rest: 'reflect.Value',
  stopsAt,
  call: (values) => values.at(-1),
});

const isAtMost = (left: GoValue, right: GoValue): boolean => isLess(left, right) || equalsAny([left, right]);

/** The functions that every Go template knows. */
export const builtinFunctions: Functions = new Map<string, TemplateFunction>([
  ['and', junction(false)],
  ['or', junction(true)],
  ['not', onValue((value) => !isTruthy(value))],
  ['len', onValue(lengthOf)],
  ['index', onValues(indexValue)],
  ['slice', onValues(sliceValue)],
  [
    'call',
    onValues(([value], first) => {
      throw new TemplateError(value === undefined ? 'call of nil' : `non-function ${first} of type ${typeName(value)}`);
    }),
  ],
  ['print', { parameters: [], rest: 'interface {}', call: sprint }],
  ['println', { parameters: [], rest: 'interface {}', call: sprintln }],
  [
    'printf',
    {
      parameters: ['string'],
      rest: 'interface {}',
      call: ([format, ...values]) => sprintf(format as string, values),
    },
  ],
  ['html', onPrinted(escapeHtml)],
  ['js', onPrinted(escapeScript)],
  ['urlquery', onPrinted(escapeQuery)],
  ['eq', onValues(equalsAny)],
  ['ne', onPair((left, right) => !equalsAny([left, right]))],
  ['lt', onPair(isLess)],
  ['le', onPair(isAtMost)],
  ['gt', onPair((left, right) => !isAtMost(left, right))],
  ['ge', onPair((left, right) => !isLess(left, right))],
]);
