import { displayWidth } from '../../functions/formats/display-width.ts';
import { plainText } from '../../functions/formats/plain-text.ts';

/** Rows as lines of columns; no text of a cell can move the cursor. */
export const columns = (rows: readonly (readonly unknown[])[]): string => {
  const cells = rows.map((row) => row.map((cell) => plainText(String(cell))));
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => displayWidth(row[column]!))));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column]! - displayWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
};
