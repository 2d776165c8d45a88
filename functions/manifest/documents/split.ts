import { type Stretch, trimSpace } from './trim.ts';

const newline = 0x0a;
const dash = 0x2d;

const isDashes = (body: Uint8Array, at: number): boolean =>
  body[at] === dash && body[at + 1] === dash && body[at + 2] === dash;

/** Where the next `\n---\n` begins; the length of the body when there is none. */
const nextSeparator = (body: Uint8Array, from: number): number => {
  let at = body.indexOf(newline, from);
  while (at !== -1) {
    if (isDashes(body, at + 1) && body[at + 4] === newline) return at;
    at = body.indexOf(newline, at + 1);
  }
  return body.length;
};

/** A document's stretch of the body, and the line (from 1) on which it begins. */
export interface Part extends Stretch {
  line: number;
}

const countNewlines = (body: Uint8Array, from: number, to: number): number => {
  let count = 0;
  for (let at = body.indexOf(newline, from); at !== -1 && at < to; at = body.indexOf(newline, at + 1)) count++;
  return count;
};

/** The trimmed parts between `\n---\n`, without those that are empty or a lone `---`; stops after `most` of them. */
export const splitDocuments = (body: Uint8Array, most: number): Part[] => {
  const parts: Part[] = [];
  let from = 0;
  let line = 1;
  let counted = 0;
  while (from <= body.length && parts.length < most) {
    const separator = nextSeparator(body, from);
    const { start, end } = trimSpace(body, from, separator);
    if (end > start && !(end - start === 3 && isDashes(body, start))) {
      line += countNewlines(body, counted, start);
      counted = start;
      parts.push({ start, end, line });
    }
    from = separator + 5;
  }
  return parts;
};
