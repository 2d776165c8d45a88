import { columns } from './columns.ts';
import type { ScanList, ScanView } from './stored-scans.ts';

const titles = ['ID', 'LAST SEEN', 'COUNT', 'LOWEST SCORE', 'INVALID', 'OBJECTS'];

const objectsOf = ({ objects, documents }: ScanView): string => {
  const [first] = objects;
  if (first === undefined) return '';
  return documents > 1 ? `${first.object} and ${documents - 1} more` : first.object;
};

const rowOf = (scan: ScanView) => [scan.id, scan.lastSeen, scan.count, scan.lowestScore, scan.invalid, objectsOf(scan)];

/** Stored scans as lines of columns. */
export const scanListText = ({ items, nextCursor }: ScanList): string =>
  columns([titles, ...items.map(rowOf)]) + (nextCursor === undefined ? '' : `\nMore: --cursor ${nextCursor}\n`);
