import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TemplateError } from '../../../cli/template/error.ts';
import { executeTemplate } from '../../../cli/template/execute.ts';
import { reportFunctions } from '../../../cli/template/report-functions.ts';
import { sampleReports, sampleTime } from './sample-reports.ts';

interface Recorded {
  template: string;
  output?: string;
  error?: string;
}

const recorded = (name: string): Recorded[] =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));

const run = (template: string): string =>
  executeTemplate(
    template,
    sampleReports,
    reportFunctions(() => sampleTime),
  );

const outcome = (template: string): Recorded => {
  try {
    return { template, output: run(template) };
  } catch (error) {
    if (error instanceof TemplateError) return { template, error: error.message };
    throw error;
  }
};

describe.each(['templates', 'printf', 'generated'])('template engine: what Go gave for each of %s', (name) => {
  test.each(recorded(name))('$template', (row) => {
    expect(outcome(row.template)).toEqual(row);
  });
});

const refusal = (template: string): string | undefined => outcome(template).error;

test('template engine: a template that calls itself for ever ends with an error', () => {
  expect(refusal('{{template "output template"}}')).toMatch(/exceeded maximum template depth \(1000\)$/);
});

test('template parser: actions nested thousands deep are refused with their line', () => {
  const deep = 20_000;
  expect(refusal(`\n${'{{if 1}}'.repeat(deep)}${'{{end}}'.repeat(deep)}`)).toBe(
    'template: output template:2: nested deeper than 400',
  );
  expect(refusal(`{{${'('.repeat(deep)}1${')'.repeat(deep)}}}`)).toMatch(/nested deeper than 400$/);
  expect(refusal(`${'{{block "a" .}}'.repeat(deep)}`)).toMatch(/nested deeper than 400$/);
});

test('template engine: the deepest template that is read can be run, also from within itself', () => {
  expect(run(`${'{{with 1}}'.repeat(400)}x${'{{end}}'.repeat(400)}`)).toBe('x');
  expect(run(`{{${'('.repeat(400)}1${')'.repeat(400)}}}`)).toBe('1');
  const half = `${'{{with 1}}'.repeat(390)}{{template "a"}}${'{{end}}'.repeat(390)}`;
  expect(refusal(`{{define "a"}}${half}{{end}}{{template "a"}}`)).toMatch(/exceeded maximum template depth/);
  const parens = `{{template "a" ${'('.repeat(390)}1${')'.repeat(390)}}}`;
  expect(refusal(`{{define "a"}}${parens}{{end}}{{template "a"}}`)).toMatch(/exceeded maximum template depth/);
});

test('template parser: numbers that drydock does not know are named, not misread', () => {
  expect(refusal('{{1i}}')).toMatch(/complex numbers are not supported: "1i"$/);
  expect(refusal('{{1+2i}}')).toMatch(/complex numbers are not supported: "1\+2i"$/);
  expect(refusal('{{0x1p4}}')).toMatch(/hexadecimal floats are not supported: "0x1p4"$/);
});

test('template engine: bytes that are no text are refused, not changed', () => {
  expect(refusal('{{"\\xff"}}')).toMatch(/byte escapes that make no UTF-8 are not supported$/);
  expect(refusal('{{slice "é" 1}}')).toMatch(/slices that cut a character in two are not supported$/);
});

test('template engine: getCurrentTime leaves out zeros at the end of the fraction', () => {
  const at = (time: number) =>
    executeTemplate(
      '{{getCurrentTime}}',
      sampleReports,
      reportFunctions(() => time),
    );
  expect(at(sampleTime)).toBe('2023-11-14T22:13:20.12Z');
  expect(at(1_700_000_000_000)).toBe('2023-11-14T22:13:20Z');
});
