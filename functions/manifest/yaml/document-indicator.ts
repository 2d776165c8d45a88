import { DASH, DOT, isBlankOrEnd } from './characters.ts';
import type { Scanner } from './scanner.ts';

/** `---` or `...` at the start of a line: the code of its character, 0 when there is none. */
export const documentIndicator = (s: Scanner): number => {
  if (s.pos !== s.lineStart) return 0;
  const { text, pos } = s;
  const c = text.charCodeAt(pos);
  if (c !== DASH && c !== DOT) return 0;
  if (text.charCodeAt(pos + 1) !== c || text.charCodeAt(pos + 2) !== c) return 0;
  return isBlankOrEnd(text.charCodeAt(pos + 3)) ? c : 0;
};
