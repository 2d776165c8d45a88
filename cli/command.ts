import type { Arguments } from './arguments/parse.ts';
import type { Terminal } from './terminal.ts';

/** Does what a command is for and gives its exit code. Throws UsageError, DrydockError, TemplateError or CommandError. */
export type RunCommand = (args: Arguments, terminal: Terminal) => Promise<number>;

/** A command that cannot do its work; the message says why. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
