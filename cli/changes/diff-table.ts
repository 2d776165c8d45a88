import { plainText } from '../../functions/formats/plain-text.ts';
import { columns } from '../stored/columns.ts';
import { type DiffDocument, diffCounts, diffRows, sideText } from './diff-rows.ts';

const titles = ['CHANGE', 'SEVERITY', 'VULNERABILITY', 'PACKAGE', 'INSTALLED', 'FIXED'];

/** A diff as lines of columns, under its two sides and what is different in numbers. */
export const diffTable = (diff: DiffDocument): string => {
  const rows = diffRows(diff).map((row) => [
    ...[row.change, row.severity, row.id, row.package, row.installed, row.fixed],
  ]);
  const sides = `from ${plainText(sideText(diff.from), 700)}\nto   ${plainText(sideText(diff.to), 700)}\n`;
  const table = rows.length === 0 ? '' : `\n${columns([titles, ...rows])}`;
  return `${sides}${diffCounts(diff)}\n${table}`;
};
