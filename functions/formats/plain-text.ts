// Bidirectional controls, zero-width characters and line separators can make a name read as another one.
const deceptive =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/**
 * Text from a manifest, safe to show: one line, well-formed Unicode, controls, escapes and bidirectional marks replaced by
 * U+FFFD so that they stay noticed, at most `limit` UTF-16 units.
 */
export const plainText = (text: string, limit = 400): string => {
  const cut = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  return cut
    .toWellFormed()
    .replace(/[\t\r\n]+/g, ' ')
    .replace(deceptive, '\ufffd')
    .trim();
};
