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

/** The trimmed parts between `\n---\n`, without those that are empty or a lone `---`; stops after `most` of them. */
export const splitDocuments = (body: Uint8Array, most: number): Stretch[] => {
  const parts: Stretch[] = [];
  let from = 0;
  while (from <= body.length && parts.length < most) {
    const separator = nextSeparator(body, from);
    const part = trimSpace(body, from, separator);
    const size = part.end - part.start;
    if (size > 0 && !(size === 3 && isDashes(body, part.start))) parts.push(part);
    from = separator + 5;
  }
  return parts;
};
