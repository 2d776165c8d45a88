import type { ImageFinding } from '../../image/finding.ts';
import { displayWidth } from '../display-width.ts';
import { plainText } from '../plain-text.ts';
import { fitText, padText } from './fit-text.ts';
import type { Paint } from './paint.ts';
import { packageLabel } from './targets.ts';

/** Most cells of each column when the line has an end; severities and statuses are never cut. */
const columns = [
  { title: 'Library', most: 34, of: packageLabel, lost: 'head' },
  { title: 'Vulnerability', most: 22, of: ({ id }) => id },
  { title: 'Severity', most: 8, of: ({ severity }) => severity },
  { title: 'Status', most: 19, of: ({ status }) => status },
  { title: 'Installed', most: 20, of: ({ installed }) => installed },
  { title: 'Fixed', most: 20, of: ({ fixed }) => fixed ?? '' },
] as const satisfies readonly {
  title: string;
  most: number;
  of: (finding: ImageFinding) => string;
  lost?: 'head';
}[];

const severityColumn = 2;
const gap = '  ';
// A title with less room than this goes below its row.
const leastTitle = 24;

/** A header and a line for each finding; the title follows in the same line or, where that is too short, in one of its own. */
export const findingRows = (findings: readonly ImageFinding[], paint: Paint, width: number | undefined): string[] => {
  const texts = findings.map((finding) => columns.map(({ of }) => plainText(of(finding), 300)));
  const widths = columns.map(({ title, most }, column) => {
    const widest = texts.reduce((most, row) => Math.max(most, displayWidth(row[column]!)), displayWidth(title));
    return width === undefined ? widest : Math.min(widest, most);
  });
  const taken = widths.reduce((sum, cells) => sum + cells + gap.length, 0);
  const room = width === undefined ? Number.POSITIVE_INFINITY : width - taken;
  const isBeside = room >= leastTitle;

  const cells = (row: readonly string[]): string[] =>
    row.map((text, column) => {
      const { lost } = columns[column] as { lost?: 'head' };
      return padText(fitText(text, widths[column]!, lost), widths[column]!);
    });
  const lines = findings.flatMap((finding, index) => {
    const row = cells(texts[index]!);
    row[severityColumn] = paint.severity(finding.severity, row[severityColumn]!);
    const title = plainText(finding.title ?? '', 200);
    if (isBeside) return [[...row, fitText(title, room)].join(gap).trimEnd()];
    const below = title === '' ? [] : [`    ${fitText(title, Math.max(leastTitle, width! - 4))}`];
    return [row.join(gap).trimEnd(), ...below];
  });
  const titles = cells(columns.map(({ title }) => title));
  return [paint.title([...titles, ...(isBeside ? ['Title'] : [])].join(gap).trimEnd()), ...lines];
};
