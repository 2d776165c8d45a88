import { type GoSlice, type GoValue, isComposite, typeName } from '../go-format/value.ts';
import { TemplateError } from './error.ts';

const isSlice = (value: GoValue): value is GoSlice => isComposite(value) && value.kind === 'slice';

const bytesOf = (text: string): Buffer => Buffer.from(text);

/** `len`: bytes of a string, elements of a slice. */
export const lengthOf = (value: GoValue): bigint => {
  if (typeof value === 'string') return BigInt(Buffer.byteLength(value));
  if (isSlice(value)) return BigInt(value.items.length);
  throw new TemplateError(
    value === undefined ? 'reflect: call of reflect.Value.Type on zero Value' : `len of type ${typeName(value)}`,
  );
};

const readIndex = (index: GoValue, limit: number): number => {
  if (index === undefined) throw new TemplateError('cannot index slice/array with nil');
  if (typeof index !== 'bigint') throw new TemplateError(`cannot index slice/array with type ${typeName(index)}`);
  if (index < 0n || index > BigInt(limit)) throw new TemplateError(`index out of range: ${index}`);
  return Number(index);
};

const elementOf = (value: GoValue, index: GoValue): GoValue => {
  const isText = typeof value === 'string';
  if (!isText && !isSlice(value)) throw new TemplateError(`can't index item of type ${typeName(value)}`);
  const items: ArrayLike<GoValue> = isText ? bytesOf(value) : value.items;
  const position = readIndex(index, items.length);
  if (position === items.length) {
    throw new TemplateError(`reflect: ${isText ? 'string' : 'slice'} index out of range`);
  }
  return isText ? BigInt(items[position] as number) : items[position];
};

/** `index`: an element of a slice, a byte of a string, and so on down. */
export const indexValue = ([value, ...indexes]: readonly GoValue[]): GoValue => {
  if (value === undefined) throw new TemplateError('index of untyped nil');
  return indexes.reduce<GoValue>(elementOf, value);
};

const sliceText = (text: string, start: number, end: number): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(text).subarray(start, end));
  } catch {
    throw new TemplateError('slices that cut a character in two are not supported');
  }
};

/** `slice`: `x[i:j]` or `x[i:j:k]`; strings are counted in bytes. */
export const sliceValue = ([value, ...indexes]: readonly GoValue[]): GoValue => {
  if (value === undefined) throw new TemplateError('slice of untyped nil');
  if (indexes.length > 3) throw new TemplateError(`too many slice indexes: ${indexes.length}`);
  const isText = typeof value === 'string';
  if (isText && indexes.length === 3) throw new TemplateError('cannot 3-index slice a string');
  if (!isText && !isSlice(value)) throw new TemplateError(`can't slice item of type ${typeName(value)}`);
  const length = isText ? Buffer.byteLength(value) : value.items.length;
  const [start = 0, end = length, limit = length] = indexes.map((index) => readIndex(index, length));
  if (start > end) throw new TemplateError(`invalid slice index: ${start} > ${end}`);
  if (end > limit) throw new TemplateError(`invalid slice index: ${end} > ${limit}`);
  return isText ? sliceText(value, start, end) : { ...value, items: value.items.slice(start, end) };
};
