import type { Severity } from '../../image/severity.ts';
import type { Verdict } from '../../image/verdict.ts';

/** Colours a text without changing its width. */
export interface Paint {
  title(text: string): string;
  severity(severity: Severity, text: string): string;
  verdict(verdict: Verdict, text: string): string;
}

const severityColors: Readonly<Record<Severity, string>> = {
  CRITICAL: '1;91',
  HIGH: '91',
  MEDIUM: '93',
  LOW: '36',
  UNKNOWN: '90',
};
const verdictColors: Readonly<Record<Verdict, string>> = { pass: '92', warn: '93', fail: '1;91', unknown: '1;95' };

/** With the colours of a terminal, or with none. */
export const painter = (enabled: boolean): Paint => {
  const paint = (codes: string, text: string): string => (enabled ? `\x1b[${codes}m${text}\x1b[0m` : text);
  return {
    title: (text) => paint('1', text),
    severity: (severity, text) => paint(severityColors[severity], text),
    verdict: (verdict, text) => paint(verdictColors[verdict], text),
  };
};
