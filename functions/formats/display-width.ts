const wide =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
const noWidth = /^[\p{M}\p{Cf}\p{Cc}]$/u;
const ascii = /^[\x20-\x7e]*$/;
// Characters that can join others to one grapheme; the segmenter is too slow for every cell.
const joining = /[\p{M}\p{Cf}\p{Emoji_Modifier}\p{Regional_Indicator}\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]/u;
const graphemes = new Intl.Segmenter('en');

/** How many terminal cells a line takes: a grapheme is as wide as its first character that has a width (UAX 11, UAX 29). */
export const displayWidth = (text: string): number => {
  if (ascii.test(text)) return text.length;
  let width = 0;
  if (!joining.test(text)) {
    for (const character of text) width += wide.test(character) ? 2 : 1;
    return width;
  }
  for (const { segment } of graphemes.segment(text)) {
    const first = Array.from(segment).find((character) => !noWidth.test(character));
    if (first !== undefined) width += wide.test(first) ? 2 : 1;
  }
  return width;
};
