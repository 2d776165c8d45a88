import type { RuleRow } from './rule-rows.ts';

const padding = 2;
const titles = ['ID', 'Reason', 'Points', 'Kinds'];

const width = (text: string): number => Array.from(text).length;

/** Rules as kubesec's table: columns as wide as their widest cell and two blanks, `|` between them. */
export const rulesTable = (rows: readonly RuleRow[]): string => {
  const cells = rows.map(({ id, reason, points, kinds }) => [id, reason, String(points), kinds.join(',')]);
  // The last title ends its line, so that it has no part in the width of its column.
  const measured = [titles.slice(0, -1), ...cells];
  const widths = titles.map((_, column) => Math.max(...measured.map((row) => width(row[column] ?? ''))) + padding);
  const padded = (text: string, column: number): string => `${text}${' '.repeat(widths[column]! - width(text))}|`;
  const head = `${titles.slice(0, -1).map(padded).join('')}${titles.at(-1)}\n`;
  return head + cells.map((row) => `${row.map(padded).join('')}\n`).join('');
};
