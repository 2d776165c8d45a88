/** One `%…` of a format: its flags, width and precision. */
export interface Directive {
  minus: boolean;
  plus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** `%+v`: field names in structs */
  plusV: boolean;
  /** `%#v`: Go syntax */
  sharpV: boolean;
  width: number | undefined;
  precision: number | undefined;
}

export const newDirective = (): Directive => ({
  minus: false,
  plus: false,
  sharp: false,
  space: false,
  zero: false,
  plusV: false,
  sharpV: false,
  width: undefined,
  precision: undefined,
});

const countCharacters = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/** Fills text to the width, counted in characters; zeros only stand on the left. */
export const pad = (text: string, directive: Directive, zeros = directive.zero): string => {
  const missing = (directive.width ?? 0) - countCharacters(text);
  if (missing <= 0) return text;
  if (directive.minus) return text + ' '.repeat(missing);
  return (zeros ? '0' : ' ').repeat(missing) + text;
};
