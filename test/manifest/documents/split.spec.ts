import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitDocuments } from '../../../functions/manifest/documents/split.ts';
import { trimSpace } from '../../../functions/manifest/documents/trim.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

const partsOf = (text: string, most = 1000): string[] => {
  const body = encode(text);
  return splitDocuments(body, most).map(({ start, end }) => decode(body.subarray(start, end)));
};

const trimmed = (bytes: Uint8Array): string => {
  const { start, end } = trimSpace(bytes, 0, bytes.length);
  return decode(bytes.subarray(start, end));
};

describe('documents of a body', () => {
  test.each([
    ['a\n---\nb', ['a', 'b']],
    ['---\na\n---\n', ['---\na']],
    ['\n---\na', ['a']],
    ['a\n---\n---\nb', ['a', '---\nb']],
    ['a\n---\n\n---\nb', ['a', 'b']],
    ['a\n---\n---\n---\nb', ['a', 'b']],
    ['a\n --- \nb', ['a\n --- \nb']],
    ['a\r\n---\r\nb', ['a\r\n---\r\nb']],
    ['a\n----\nb', ['a\n----\nb']],
    ['a\n--- # x\nb', ['a\n--- # x\nb']],
    ['--- ', []],
    ['---', []],
    ['', []],
    ['--', ['--']],
    ['\n\n', []],
    ['\u00a0~\u2028', ['~']],
    ['\ufeffa', ['\ufeffa']],
  ])('documents of a body: %j gives %j', (text, parts) => {
    expect(partsOf(text)).toEqual(parts);
  });

  test('documents of a body: they are the stretches that split and trim of text give', () => {
    const piece = fc.constantFrom('a', '---', '\n', '\n---\n', ' ', '-', '\t', '\r', '\u0085');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const expected = text
          .split('\n---\n')
          .map((part) => part.replace(/^[\s\u0085]+|[\s\u0085]+$/gu, ''))
          .filter((part) => part !== '' && part !== '---');
        expect(partsOf(text)).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  test('documents of a body: no more than asked for are looked for', () => {
    expect(partsOf('a\n---\n'.repeat(50), 3)).toHaveLength(3);
  });

  test('white space: all of Unicode that Go trims is trimmed on both sides', () => {
    const spaces = [
      ' ',
      '\t',
      '\n',
      '\v',
      '\f',
      '\r',
      '\u0085',
      '\u00a0',
      '\u1680',
      '\u2028',
      '\u2029',
      '\u202f',
      '\u205f',
    ];
    for (let code = 0x2000; code <= 0x200a; code++) spaces.push(String.fromCharCode(code));
    for (const space of [...spaces, '\u3000']) expect(trimmed(encode(`${space}x${space}`))).toBe('x');
    expect(trimmed(encode(spaces.join('')))).toBe('');
  });

  test.each(['\u200b', '\ufeff', '\u180e', '\u2060', '\u00a1', '\u0084', '\u200f', '\u2030', '\u3001', '\u169f'])(
    'white space: %j is none',
    (text) => {
      expect(trimmed(encode(text))).toBe(text);
    },
  );

  test('white space: bytes that are no characters are kept', () => {
    const { start, end } = trimSpace(Uint8Array.of(0x85, 0x20, 0xc2), 0, 3);
    expect([start, end]).toEqual([0, 3]);
  });
});
