import { displayWidth } from '../display-width.ts';

const segments = new Intl.Segmenter('en');

/** At most so many terminal cells of a line; what is cut off leaves an ellipsis, in front for `head`. */
export const fitText = (text: string, cells: number, lost: 'head' | 'tail' = 'tail'): string => {
  if (displayWidth(text) <= cells) return text;
  const graphemes = Array.from(segments.segment(text), ({ segment }) => segment);
  if (lost === 'head') graphemes.reverse();
  let kept = '';
  let left = cells - 1;
  for (const grapheme of graphemes) {
    left -= displayWidth(grapheme);
    if (left < 0) break;
    kept = lost === 'head' ? grapheme + kept : kept + grapheme;
  }
  return lost === 'head' ? `…${kept}` : `${kept}…`;
};

export const padText = (text: string, cells: number): string =>
  text + ' '.repeat(Math.max(0, cells - displayWidth(text)));
