import { displayWidth } from '../../functions/formats/display-width.ts';
import { plainText } from '../../functions/formats/plain-text.ts';
import type { ScanList, ScanView } from './stored-scans.ts';

const titles = ['ID', 'LAST SEEN', 'COUNT', 'LOWEST SCORE', 'INVALID', 'OBJECTS'];

const objectsOf = ({ objects, documents }: ScanView): string => {
  const [first] = objects;
  if (first === undefined) return '';
  return documents > 1 ? `${first.object} and ${documents - 1} more` : first.object;
};

const rowOf = (scan: ScanView): string[] =>
  [scan.id, scan.lastSeen, scan.count, scan.lowestScore, scan.invalid, objectsOf(scan)].map((cell) =>
    plainText(String(cell)),
  );

/** Stored scans as lines of columns; names from manifests cannot move the cursor. */
export const scanListText = ({ items, nextCursor }: ScanList): string => {
  const rows = [titles, ...items.map(rowOf)];
  const widths = titles.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column]!))));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column]! - displayWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n${nextCursor === undefined ? '' : `\nMore: --cursor ${nextCursor}\n`}`;
};
