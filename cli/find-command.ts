// A flag before the command takes the next argument for its value, unless it has one after `=`.
const takesValue = (argument: string): boolean =>
  !argument.includes('=') && (argument.startsWith('--') || (argument.startsWith('-') && argument.length === 2));

/** Where the name of the command stands, as cobra finds it; -1 when there is none. */
export const findCommand = (args: readonly string[]): number => {
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!;
    if (argument === '--') return -1;
    if (takesValue(argument)) {
      if (args.length - at - 1 <= 1) return -1;
      at++;
    } else if (argument !== '' && !argument.startsWith('-')) return at;
  }
  return -1;
};
