import { float64Text } from './float-text.ts';
import { type GoMap, type GoValue, isGoMap, isUint } from './go-value.ts';
import { quoteGo } from './quote-go.ts';
import type { Scalar } from './resolve-plain.ts';

/** The order in which the recorded kubesec sorts keys of different types. */
const rank = (key: Scalar): number => {
  if (key === null) return 0;
  if (typeof key === 'string') return 1;
  if (isUint(key)) return 2;
  if (typeof key === 'object') return 4;
  return typeof key === 'boolean' ? 5 : 3;
};

const order = (a: string | number | bigint | boolean, b: string | number | bigint | boolean): number => {
  if (a === b) return 0;
  return a < b || Number.isNaN(a) ? -1 : 1;
};

const plainKey = (key: Scalar): string | number | bigint | boolean => {
  if (key === null) return 0;
  return typeof key === 'object' ? key.float : key;
};

const compareKeys = (a: Scalar, b: Scalar): number => rank(a) - rank(b) || order(plainKey(a), plainKey(b));

const scalarSyntax = (value: Scalar): string => {
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'string') return quoteGo(value);
  if (typeof value === 'object') return float64Text(value.float);
  return isUint(value) ? `0x${value.toString(16)}` : String(value);
};

/** Text that is done, or a value that is still to be printed. */
type Piece = { text: string } | { value: GoValue };

const listPieces = (items: readonly GoValue[]): Piece[] => {
  const pieces: Piece[] = [{ text: '[]interface {}{' }];
  items.forEach((value, i) => {
    if (i > 0) pieces.push({ text: ', ' });
    pieces.push({ value });
  });
  pieces.push({ text: '}' });
  return pieces;
};

const mapPieces = ({ entries }: GoMap): Piece[] => {
  const sorted = [...entries.values()].sort((a, b) => compareKeys(a.key, b.key));
  const pieces: Piece[] = [{ text: 'map[interface {}]interface {}{' }];
  sorted.forEach(({ key, value }, i) => {
    pieces.push({ text: `${i > 0 ? ', ' : ''}${scalarSyntax(key)}:` }, { value });
  });
  pieces.push({ text: '}' });
  return pieces;
};

const pushReversed = (stack: Piece[], pieces: readonly Piece[]): void => {
  for (let i = pieces.length - 1; i >= 0; i--) stack.push(pieces[i]!);
};

/** A value as Go's `%#v` prints it. */
export const goSyntax = (root: GoValue): string => {
  if (root === null) return '<nil>';
  const printed: string[] = [];
  const left: Piece[] = [{ value: root }];
  for (let piece = left.pop(); piece !== undefined; piece = left.pop()) {
    if ('text' in piece) printed.push(piece.text);
    else if (Array.isArray(piece.value)) pushReversed(left, listPieces(piece.value));
    else if (isGoMap(piece.value)) pushReversed(left, mapPieces(piece.value));
    else printed.push(scalarSyntax(piece.value));
  }
  return printed.join('');
};
