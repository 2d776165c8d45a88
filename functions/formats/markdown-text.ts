import { plainText } from './plain-text.ts';

/**
 * Text from a manifest as inline code, where GitHub reads no mention, reference, link or HTML. A backtick, pipe or backslash
 * would end the span or the table cell, so such text becomes an HTML element of character references.
 */
export const code = (text: string, limit?: number): string => {
  const plain = plainText(text, limit);
  if (plain === '') return '–';
  if (!/[`|\\]/.test(plain)) return `\`${plain}\``;
  return `<code>${plain.replace(/[^\p{L}\p{N} ]/gu, (mark) => `&#${mark.codePointAt(0)};`)}</code>`;
};

/** Prose with every character that Markdown, HTML or GitHub could read as more than itself written as a reference. */
export const prose = (text: string, limit = 400): string =>
  plainText(text, limit).replace(/[\\`*_~[\]<>|&#@]/g, (mark) => `&#${mark.charCodeAt(0)};`);
