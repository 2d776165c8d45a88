import { describe, expect, test } from 'vitest';
import { helpFlag } from '../../../cli/arguments/flag.ts';
import { type Arguments, parseArguments } from '../../../cli/arguments/parse.ts';
import { scanSpec } from '../../../cli/commands/specs.ts';

const flags = [...scanSpec.flags, helpFlag('scan')];
const parse = (...args: string[]): Arguments => parseArguments(flags, args);

describe('arguments: a flag and its value', () => {
  test.each([
    ['behind it', ['-f', 'table']],
    ['joined to its letter', ['-ftable']],
    ['behind the letter and an equals sign', ['-f=table']],
    ['behind the long name', ['--format', 'table']],
    ['behind the long name and an equals sign', ['--format=table']],
    ['given twice: the last counts', ['-f', 'json', '--format=table']],
  ])('%s', (_, args) => {
    expect(parse(...args).texts.get('format')).toBe('table');
  });
});

test('arguments: flags may stand before, between and after files', () => {
  const args = parse('a.yaml', '--debug', '-', '--exit-code', '3', 'b.yaml');
  expect(args.operands).toEqual(['a.yaml', '-', 'b.yaml']);
  expect(args.switches.get('debug')).toBe(true);
  expect(args.numbers.get('exit-code')).toBe(3);
});

test('arguments: after two dashes everything is a file', () => {
  expect(parse('--debug', '--', '--debug', '-x', '--').operands).toEqual(['--debug', '-x', '--']);
});

test('arguments: a switch takes a value only behind an equals sign', () => {
  expect(parse('--debug=false', 'true').switches.get('debug')).toBe(false);
  expect(parse('--debug', 'false').operands).toEqual(['false']);
  expect(parse('-h=0').switches.get('help')).toBe(false);
  expect(parse('-hfjson').texts.get('format')).toBe('json');
});

test('arguments: lists grow with every comma and every repetition, and know quotes', () => {
  const rules = (...args: string[]) => parse(...args).lists.get('rules');
  expect(rules('-rA,B', '--rules', 'C')).toEqual(['A', 'B', 'C']);
  expect(rules('-r', '"a,b","c""d",e')).toEqual(['a,b', 'c"d', 'e']);
  expect(rules('-r', '')).toEqual([]);
  expect(rules('-r', 'A,')).toEqual(['A', '']);
  expect(rules('-r', ',')).toEqual(['', '']);
  expect(rules('-r', 'a\nb')).toEqual(['a']);
  expect(rules('-r', '"a\nb"\nc')).toEqual(['a\nb']);
});

test.each([
  ['10', 10],
  ['-1', -1],
  ['+7', 7],
  ['0x1F', 31],
  ['0b11', 3],
  ['0o17', 15],
  ['017', 15],
  ['1_000', 1000],
  ['0', 0],
])('arguments: %s is the whole number %i', (text, value) => {
  expect(parse(`--exit-code=${text}`).numbers.get('exit-code')).toBe(value);
});

// What kubesec prints for the same command line.
test.each([
  [['--nope'], 'unknown flag: --nope'],
  [['--nope=1'], 'unknown flag: --nope'],
  [['-x'], "unknown shorthand flag: 'x' in -x"],
  [['-hx'], "unknown shorthand flag: 'x' in -x"],
  [['-f'], "flag needs an argument: 'f' in -f"],
  [['-hf'], "flag needs an argument: 'f' in -f"],
  [['--format'], 'flag needs an argument: --format'],
  [['---x'], 'bad flag syntax: ---x'],
  [['--=x'], 'bad flag syntax: --=x'],
  [['--debug=x'], 'invalid argument "x" for "--debug" flag: strconv.ParseBool: parsing "x": invalid syntax'],
  [['--exit-code', 'x'], 'invalid argument "x" for "--exit-code" flag: strconv.ParseInt: parsing "x": invalid syntax'],
  [
    ['--exit-code=99999999999999999999'],
    'invalid argument "99999999999999999999" for "--exit-code" flag: strconv.ParseInt: parsing "99999999999999999999": value out of range',
  ],
  [
    ['-r', 'a"b'],
    'invalid argument "a\\"b" for "-r, --rules" flag: parse error on line 1, column 2: bare " in non-quoted-field',
  ],
  [
    ['-r', '"a'],
    'invalid argument "\\"a" for "-r, --rules" flag: parse error on line 1, column 3: extraneous or missing " in quoted-field',
  ],
  [
    ['-r', '"a"b'],
    'invalid argument "\\"a\\"b" for "-r, --rules" flag: parse error on line 1, column 3: extraneous or missing " in quoted-field',
  ],
])('arguments: %j is refused as kubesec refuses it', (args, message) => {
  expect(() => parse(...args)).toThrow(message);
});
