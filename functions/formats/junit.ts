import type { Finding } from '../manifest/report.ts';
import { isUnsupported, type LocatedReport, type Tool } from './located-report.ts';
import { plainText } from './plain-text.ts';
import { element, xmlText } from './xml.ts';

interface Suite {
  xml: string;
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
}

const summary = (finding: Finding): string => `${finding.reason} (${finding.points > 0 ? '+' : ''}${finding.points})`;

const suite = ({ report, file, lineOf }: LocatedReport): Suite => {
  const object = plainText(report.object);
  const path = plainText(file, 1_000);
  const testcase = (name: string, line: number, outcome = ''): string =>
    `    ${element('testcase', { name, classname: object, file: path, line: Math.max(1, line), time: 0 }, outcome)}\n`;
  const failure = (finding: Finding): string => {
    const where = `${path}:${Math.max(1, lineOf(finding))}\n${finding.selector}`;
    return element('failure', { type: 'critical', message: summary(finding) }, xmlText(where));
  };

  const message = plainText(report.message, 2_000);
  const { critical = [], passed = [], advise = [] } = report.scoring;
  const unsupported = isUnsupported(report);
  const cases = [
    testcase(
      'schema',
      lineOf('document'),
      report.valid ? '' : element('error', { type: 'SchemaViolation', message }, xmlText(message)),
    ),
    ...critical.map((finding) => testcase(finding.id, lineOf(finding), failure(finding))),
    ...advise.map((finding) =>
      testcase(finding.id, lineOf(finding), element('skipped', { message: summary(finding) })),
    ),
    ...passed.map((finding) => testcase(finding.id, lineOf(finding))),
    ...(unsupported ? [testcase('rules', lineOf('document'), element('skipped', { message }))] : []),
  ];
  const counts = {
    tests: cases.length,
    failures: critical.length,
    errors: report.valid ? 0 : 1,
    skipped: advise.length + (unsupported ? 1 : 0),
  };
  const attributes = { name: `${path}: ${object}`, ...counts, time: 0 };
  return { xml: `  ${element('testsuite', attributes, `\n${cases.join('')}  `)}\n`, ...counts };
};

/**
 * JUnit XML, one suite a document: its schema and every evaluated rule is a case. Invalid documents are errors, critical
 * findings failures; advice is skipped, so that it shows without failing a build.
 */
export const junit = (reports: readonly LocatedReport[], tool: Tool): string => {
  const suites = reports.map(suite);
  const sum = (count: 'tests' | 'failures' | 'errors' | 'skipped'): number =>
    suites.reduce((total, one) => total + one[count], 0);
  const attributes = {
    name: `drydock ${tool.version}`,
    tests: sum('tests'),
    failures: sum('failures'),
    errors: sum('errors'),
    skipped: sum('skipped'),
    time: 0,
  };
  const body = suites.map((one) => one.xml).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, body === '' ? '' : `\n${body}`)}\n`;
};
