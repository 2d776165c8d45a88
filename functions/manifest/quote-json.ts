const plain = /^[ !#-%'-;=?-[\]-~]*$/;

const escapedByGo = /[<>&\u2028\u2029]/g;

const escapeUnit = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const inner = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A JSON string as Go's encoding/json writes it: also `<`, `>`, `&`, U+2028 and U+2029 are escaped, half pairs become `\ufffd`. */
export const quoteJson = (text: string): string => {
  if (plain.test(text)) return `"${text}"`;
  const quoted = text.isWellFormed()
    ? JSON.stringify(text)
    : `"${text
        .split(/\p{Cs}/u)
        .map(inner)
        .join('\\ufffd')}"`;
  return quoted.replace(escapedByGo, escapeUnit);
};

/** Bytes a text takes as UTF-8. */
export const utf8Length = (text: string): number => {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else bytes += 2;
    // both units of a pair together take four bytes
    if (unit >= 0xd800 && unit <= 0xdfff) bytes -= 1;
  }
  return bytes;
};
