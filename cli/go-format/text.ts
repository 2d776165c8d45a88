import { type Directive, pad } from './directive.ts';
import { canBackquote, quote } from './quote.ts';

const truncate = (text: string, precision: number | undefined): string =>
  precision === undefined || text.length <= precision ? text : Array.from(text).slice(0, precision).join('');

const quoted = (text: string, directive: Directive): string => {
  const short = truncate(text, directive.precision);
  if (directive.sharp && canBackquote(short)) return pad(`\`${short}\``, directive);
  return pad(quote(short, directive.plus), directive);
};

const inHex = (text: string, verb: string, directive: Directive): string => {
  const bytes = new TextEncoder().encode(text).subarray(0, directive.precision);
  const prefix = directive.sharp ? `0${verb}` : '';
  let digits = '';
  for (const [index, byte] of bytes.entries()) {
    if (index > 0 && directive.space) digits += ` ${prefix}`;
    digits += byte.toString(16).padStart(2, '0');
  }
  if (digits === '') return pad('', directive);
  return pad(prefix + (verb === 'X' ? digits.toUpperCase() : digits), directive);
};

/** Text under a verb, or nothing when the verb is none for strings. Precision counts characters, bytes for `%x`. */
export const formatText = (text: string, verb: string, directive: Directive): string | undefined => {
  switch (verb) {
    case 'v':
      return directive.sharpV ? quoted(text, directive) : pad(truncate(text, directive.precision), directive);
    case 's':
      return pad(truncate(text, directive.precision), directive);
    case 'q':
      return quoted(text, directive);
    case 'x':
    case 'X':
      return inHex(text, verb, directive);
    default:
      return undefined;
  }
};
