/** A value of Go as templates see it: nil, bool, int, float64, string, or one of kubesec's structs and slices. */
export type GoValue = undefined | boolean | bigint | number | string | GoStruct | GoSlice;

export interface GoStruct {
  readonly kind: 'struct';
  /** as `%T` prints it: `ruler.Report` */
  readonly type: string;
  /** structs that hold slices cannot be compared with `==` */
  readonly comparable: boolean;
  readonly fields: ReadonlyMap<string, GoValue>;
}

export interface GoSlice {
  readonly kind: 'slice';
  readonly type: string;
  readonly items: readonly GoValue[];
}

export const isComposite = (value: GoValue): value is GoStruct | GoSlice => typeof value === 'object';

/** The name of a value's type, as `%T` prints it. */
export const typeName = (value: GoValue): string => {
  switch (typeof value) {
    case 'undefined':
      return '<nil>';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float64';
    case 'string':
      return 'string';
    default:
      return value.type;
  }
};

/** Whether `if` takes a value for true: not nil, false, zero or empty. */
export const isTruthy = (value: GoValue): boolean => {
  if (!isComposite(value)) return typeof value === 'number' ? value !== 0 : Boolean(value);
  return value.kind === 'struct' || value.items.length > 0;
};
