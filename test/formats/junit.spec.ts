import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { junit } from '../../functions/formats/junit.ts';
import type { LocatedReport } from '../../functions/formats/located-report.ts';
import { readXml, type XmlElement } from './read-xml.ts';
import { anyName, invalid, located, report, tool, unsupported } from './reports.ts';

const suites = (reports: LocatedReport[]): XmlElement => readXml(junit(reports, tool));

const outcomes = (suite: XmlElement): string[][] =>
  suite.children.map((testcase) => [testcase.attributes.name!, testcase.children[0]?.name ?? 'passed']);

const numbers = ({ attributes }: XmlElement): number[] =>
  ['tests', 'failures', 'errors', 'skipped'].map((count) => Number(attributes[count]));

describe('junit', () => {
  test('junit: the schema and every rule is a case: critical fails, advice is skipped, passed passes', () => {
    expect(outcomes(suites([located()]).children[0]!)).toEqual([
      ['schema', 'passed'],
      ['Privileged', 'failure'],
      ['HostNetwork', 'failure'],
      ['ApparmorAny', 'skipped'],
      ['LimitsCPU', 'skipped'],
      ['RunAsNonRoot', 'passed'],
    ]);
  });

  test('junit: a case names object, file and line, a failure its reason and what it looked at', () => {
    const testcase = suites([located()]).children[0]!.children[1]!;
    expect(testcase.attributes).toMatchObject({ classname: 'Pod/web.default', file: 'deploy/pod.yaml', line: '11' });
    const failure = testcase.children[0]!;
    expect(failure.attributes).toEqual({ type: 'critical', message: 'Privileged matters (-30)' });
    expect(failure.text).toBe('deploy/pod.yaml:11\n.spec .Privileged | .spec .containers[] .Privileged');
  });

  test('junit: an invalid document is an error', () => {
    const suite = suites([located(invalid({ message: "at '/spec': <bad> & worse\n" }))]).children[0]!;
    expect(outcomes(suite)).toEqual([['schema', 'error']]);
    expect(suite.children[0]!.children[0]!.attributes).toEqual({
      type: 'SchemaViolation',
      message: "at '/spec': <bad> & worse",
    });
  });

  test('junit: a document that no rule knows is not said to have passed the rules', () => {
    const suite = suites([located(unsupported())]).children[0]!;
    expect(outcomes(suite)).toEqual([
      ['schema', 'passed'],
      ['rules', 'skipped'],
    ]);
    expect(suite.children[1]!.children[0]!.attributes.message).toContain('not supported');
  });

  test('junit: a document in which the chosen rules found nothing has passed', () => {
    const clean = report({ message: 'Passed with a score of 0 points', score: 0, scoring: {} });
    expect(outcomes(suites([located(clean)]).children[0]!)).toEqual([['schema', 'passed']]);
  });

  test('junit: counts are those of the cases, and the sums those of the suites', () => {
    const root = suites([located(), located(invalid()), located(unsupported())]);
    expect(root.children.map(numbers)).toEqual([
      [6, 2, 0, 2],
      [1, 0, 1, 0],
      [2, 0, 0, 1],
    ]);
    expect(numbers(root)).toEqual([9, 2, 1, 3]);
    for (const suite of root.children) expect(suite.children).toHaveLength(Number(suite.attributes.tests));
  });

  test('junit: no report is an empty, valid document', () => {
    expect(numbers(suites([]))).toEqual([0, 0, 0, 0]);
  });

  test('junit: no name breaks the XML, and the name is still in it', () => {
    fc.assert(
      fc.property(anyName, anyName, (object, file) => {
        const root = suites([located(report({ object }), file), located(invalid({ object, message: object }), file)]);
        expect(numbers(root)).toEqual([7, 2, 1, 2]);
        expect(root.children).toHaveLength(2);
        for (const suite of root.children) expect(suite.children).toHaveLength(Number(suite.attributes.tests));
      }),
    );
  });
});
