import type { Value } from '../value.ts';

/** A capability as container runtimes read it: upper case, without the `CAP_` in front; empty for what is no name. */
export const capability = (name: Value): string =>
  typeof name === 'string' ? name.toUpperCase().replace(/^CAP_/, '') : '';
