import { parseError, type TokenStream } from './token-stream.ts';

/** What the parser knows while it reads one template. */
export interface Scope {
  readonly stream: TokenStream;
  readonly functions: ReadonlySet<string>;
  /** names of the variables that can be seen, `$` first */
  variables: string[];
  /** how many `range` enclose this place */
  ranges: number;
  /** how deep actions and parentheses are nested */
  depth: number;
}

const deepest = 400;

/** Goes one level deeper; throws where a template is nested too deeply to be read safely. */
export const enter = (scope: Scope): void => {
  if (++scope.depth > deepest) throw parseError(scope.stream, `nested deeper than ${deepest}`);
};

export const leave = (scope: Scope): void => {
  scope.depth--;
};
