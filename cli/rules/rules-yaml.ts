import type { RuleRow } from './rule-rows.ts';

const bestWidth = 80;
const continuation = '\n    ';

/** Breaks a scalar at the first blank after column 80, as go-yaml does. */
const fold = (scalar: string, startColumn: number): string => {
  let text = '';
  let column = startColumn;
  for (const [index, word] of scalar.split(' ').entries()) {
    if (index > 0) {
      text += column > bestWidth ? continuation : ' ';
      column = column > bestWidth ? continuation.length - 1 : column + 1;
    }
    text += word;
    column += Array.from(word).length;
  }
  return text;
};

const needsQuotes = (text: string): boolean =>
  /^[-?:,[\]{}#&*!|>'"%@`]|^\s|\s$|:(?:\s|$)|\s#/.test(text) || /^[\d.+-]+$/.test(text);

const scalar = (key: string, text: string): string => {
  const start = key.length + 4;
  return needsQuotes(text) ? `'${fold(text.replaceAll("'", "''"), start + 1)}'` : fold(text, start);
};

const ruleYaml = ({ id, selector, reason, kinds, points, advise }: RuleRow): string =>
  `- id: ${id}\n` +
  `  selector: ${scalar('selector', selector)}\n` +
  `  reason: ${scalar('reason', reason)}\n` +
  `  kinds:\n${kinds.map((kind) => `  - ${kind}\n`).join('')}` +
  `  points: ${points}\n  advise: ${advise}\n`;

/** Rules as kubesec's YAML. */
export const rulesYaml = (rows: readonly RuleRow[]): string => rows.map(ruleYaml).join('');
