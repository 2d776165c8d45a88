import { expect, test } from 'vitest';
import { read, refusalOf } from './reading.ts';

test('yaml quotes: quoted text is never a number, word or null', () => {
  expect(read(`["1", 'true', "", '~', "2001-01-01"]`)).toEqual(['1', 'true', '', '~', '2001-01-01']);
});

test('yaml quotes: two single quotes are one, a backslash is one', () => {
  expect(read(String.raw`'it''s \n'`)).toBe(String.raw`it's \n`);
  expect(read("''''")).toBe("'");
});

test('yaml quotes: every escape of YAML 1.1 is known', () => {
  const text = String.raw`"\0\a\b\t\n\v\f\r\e\ \"\'\\\N\_\L\P"`;
  expect(read(text)).toBe('\0\x07\b\t\n\v\f\r\x1b "\'\\\x85\xa0\u2028\u2029');
  expect(read('"\\\t"')).toBe('\t');
});

test('yaml quotes: characters can be given by their numbers', () => {
  expect(read(String.raw`"\x41\u00e9\U0001F600\uFFFF"`)).toBe('Aé😀\uffff');
});

test.each([
  [String.raw`"\d"`, 'found unknown escape character'],
  [String.raw`"\/"`, 'found unknown escape character'],
  ['"\\', 'found unknown escape character'],
  [String.raw`"\u00"`, 'did not find expected hexdecimal number'],
  [String.raw`"C:\Users"`, 'did not find expected hexdecimal number'],
  [String.raw`"\ud83d\ude00"`, 'found invalid Unicode character escape code'],
  [String.raw`"\U00110000"`, 'found invalid Unicode character escape code'],
  ['"abc', 'line 2: found unexpected end of stream'],
])('yaml quotes: %s is refused', (text, problem) => {
  expect(refusalOf(`- 1\n- ${text}`)).toBe(
    problem.startsWith('line') ? `yaml: ${problem}` : `yaml: line 2: ${problem}`,
  );
});

test('yaml quotes: lines fold, blanks at their ends vanish', () => {
  expect(read('"one  \n   two\n\n\n three"')).toBe('one two\n\nthree');
  expect(read("'one \t\n\t two '")).toBe('one two ');
  expect(read('"  one  "')).toBe('  one  ');
});

test('yaml quotes: an escaped line break joins lines', () => {
  expect(read('"one \\\n   two\\\r\n\n three\\\n"')).toBe('one two\nthree');
});

test('yaml quotes: LS and PS are not folded', () => {
  expect(read('"a\u2028 b\u2029\n\n c"')).toBe('a\u2028b\u2029\n\nc');
});

test('yaml quotes: a document marker within them is refused', () => {
  expect(refusalOf('a: "x\n--- y"')).toBe('yaml: line 2: found unexpected document indicator');
  expect(refusalOf("a: 'x\n...\n'")).toBe('yaml: line 2: found unexpected document indicator');
  expect(read('a: "x\n----"')).toEqual({ a: 'x ----' });
});
