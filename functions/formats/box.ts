import { displayWidth } from './display-width.ts';

/** A cell of one or more lines; `paint` colours a line without changing its width. */
export interface Cell {
  text: string;
  paint?: (line: string) => string;
}

export interface BoxStyle {
  header(line: string): string;
  separator(text: string): string;
  /** a line of `-` between the rows below the header */
  ruled: boolean;
}

const heightOf = (row: readonly Cell[][]): number => Math.max(...row.map((lines) => lines.length));

const columnWidths = (rows: readonly Cell[][][]): number[] => {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((lines, column) => {
      for (const { text } of lines) widths[column] = Math.max(widths[column] ?? 0, displayWidth(text));
    });
  }
  return widths;
};

const linesOf = ({ text, paint }: Cell): Cell[] =>
  text.split('\n').map((line) => (paint ? { text: line, paint } : { text: line }));

/** A boxed table as pterm draws it: the first row is the header, every cell is padded to its column. */
export const box = (rows: readonly (readonly Cell[])[], style: BoxStyle): string => {
  const cells = rows.map((row) => row.map(linesOf));
  const widths = columnWidths(cells);
  const inner = widths.reduce((sum, width) => sum + width, 0) + 3 * (widths.length - 1);
  const side = (line: string): string => `| ${line} |\n`;
  const edge = (left: string, right: string): string => `${left}${'─'.repeat(inner + 2)}${right}\n`;

  const render = (row: readonly Cell[][], index: number): string => {
    let text = '';
    for (let line = 0; line < heightOf(row); line++) {
      const parts = row.map((lines, column) => {
        const cell = lines[line] ?? { text: '' };
        const padding = ' '.repeat(widths[column]! - displayWidth(cell.text));
        const painted = index === 0 ? style.header(cell.text) : (cell.paint?.(cell.text) ?? cell.text);
        return painted + padding;
      });
      text += side(parts.join(style.separator(' | ')));
    }
    return text;
  };

  const body = cells.map((row, index) => {
    const rule = style.ruled && index > 0 && index < cells.length - 1 ? side(style.separator('-'.repeat(inner))) : '';
    return render(row, index) + rule;
  });
  return edge('┌', '┐') + body.join('') + edge('└', '┘');
};
