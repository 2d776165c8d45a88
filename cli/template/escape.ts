import { isPrintable } from '../go-format/quote.ts';

const entities: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

/** Text within HTML, as Go's html.EscapeString makes it. */
export const escapeMarkup = (text: string): string => text.replace(/["'&<>]/g, (character) => entities[character]!);

/** Text within HTML, as Go's template function `html` makes it: NUL is replaced, too. */
export const escapeHtml = (text: string): string => escapeMarkup(text).replaceAll('\0', '\ufffd');

const inScript = (character: string): string => {
  const code = character.codePointAt(0)!;
  if ('\\\'"'.includes(character)) return `\\${character}`;
  if (code >= 0x80 && isPrintable(code)) return character;
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
};

/** Text within a JavaScript string, as Go's template function `js` makes it. */
export const escapeScript = (text: string): string =>
  text.replace(/[\\'"<>&=\0-\x1f]|[^\0-\x7f]/gu, (character) => inScript(character));

/** Text within the query of a URL; blanks become `+`. */
export const escapeQuery = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
