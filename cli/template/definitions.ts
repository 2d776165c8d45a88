import { quote } from '../go-format/quote.ts';
import type { Statement } from './node.ts';
import { parseError, type TokenStream } from './token-stream.ts';

const isEmpty = (statements: readonly Statement[]): boolean =>
  statements.every((statement) => statement.type === 'text' && statement.text.trim() === '');

/** Keeps a template under its name; a second one that is not empty is an error. */
export const define = (
  templates: Map<string, readonly Statement[]>,
  stream: TokenStream,
  name: string,
  statements: readonly Statement[],
): void => {
  const existing = templates.get(name);
  if (existing === undefined || isEmpty(existing)) templates.set(name, statements);
  else if (!isEmpty(statements)) {
    throw parseError(stream, `template: multiple definition of template ${quote(name)}`);
  }
};
