/** A command line that cannot be understood: answered with the message and the command's usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
