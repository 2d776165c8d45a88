import fc from 'fast-check';
import type { LocatedReport } from '../../functions/formats/located-report.ts';
import type { Finding, Report } from '../../functions/manifest/report.ts';

export const tool = { version: '1.2.3' };

export const finding = (id: string, points: number, reason = `${id} matters`): Finding => ({
  id,
  selector: `.spec .${id} | .spec .containers[] .${id}`,
  reason,
  points,
});

export const report = (changes: Partial<Report> = {}): Report => ({
  object: 'Pod/web.default',
  valid: true,
  fileName: 'pod.yaml',
  message: 'Failed with a score of -38 points',
  score: -38,
  scoring: {
    critical: [finding('Privileged', -30), finding('HostNetwork', -9)],
    passed: [finding('RunAsNonRoot', 1)],
    advise: [finding('ApparmorAny', 3), finding('LimitsCPU', 1)],
  },
  ...changes,
});

export const invalid = (changes: Partial<Report> = {}): Report =>
  report({ valid: false, message: 'could not find schema for Pd', score: 0, scoring: {}, ...changes });

export const unsupported = (): Report =>
  report({
    object: 'ConfigMap/settings.default',
    message: 'This resource kind is not supported by kubesec',
    score: 0,
    scoring: {},
  });

const lines: Record<string, number> = { document: 2, Privileged: 11, HostNetwork: 7 };

export const located = (of: Report = report(), file = 'deploy/pod.yaml'): LocatedReport => ({
  report: of,
  file,
  lineOf: (what) => lines[what === 'document' ? what : what.id] ?? 5,
});

const hostile = fc.constantFrom(
  '|',
  '`',
  '``',
  '\\',
  '@everyone',
  '<!--',
  '-->',
  '<script>alert(1)</script>',
  '](javascript:x)',
  ']]>',
  '&amp;',
  '"',
  "'",
  '\n',
  '\r\n::error::x',
  '\u001b[2J',
  '\u009b31m',
  '\u202e',
  '\u0000',
  '\ud800',
  '\ufffe',
  'https://example.com',
  '#1',
);

/** Names as an attacker would choose them, mixed with any characters at all. */
export const anyName: fc.Arbitrary<string> = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 8 })
  .map((parts) => parts.join(''));
