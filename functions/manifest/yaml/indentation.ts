import { type Scanner, scannerError } from './scanner.ts';
import { append, BLOCK_END, insertBefore, newToken, type Token } from './tokens.ts';

const deepestIndent = 10_000;

/** Begins a block collection at a column that is deeper than the current one; its token goes before `place`, or to the end. */
export const rollIndent = (s: Scanner, column: number, kind: number, line: number, place?: Token): void => {
  if (s.flowLevel > 0 || s.indent >= column) return;
  s.indents.push(s.indent);
  s.indent = column;
  if (s.indents.length > deepestIndent) throw scannerError(s, `exceeded max depth of ${deepestIndent}`);
  if (place === undefined) append(s, newToken(kind, line));
  else insertBefore(s, place, kind, line);
};

/** Ends the block collections that are deeper than a column. */
export const unrollIndent = (s: Scanner, column: number): void => {
  if (s.flowLevel > 0) return;
  while (s.indent > column) {
    append(s, newToken(BLOCK_END, s.line));
    s.indent = s.indents.pop()!;
  }
};
