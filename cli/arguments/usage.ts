import { type CommandSpec, type Flag, helpFlag } from './flag.ts';

const typeNames: Readonly<Record<Flag['type'], string>> = {
  string: ' string',
  bool: '',
  int: ' int',
  strings: ' strings',
};

const standardOf = (flag: Flag): string => {
  if (flag.type === 'string' && flag.standard !== undefined) return ` (default "${flag.standard}")`;
  return flag.type === 'int' && flag.standard !== undefined ? ` (default ${flag.standard})` : '';
};

const flagLines = (flags: readonly Flag[]): string => {
  const heads = flags.map(
    ({ short, name, type }) => `  ${short === undefined ? '    ' : `-${short}, `}--${name}${typeNames[type]}`,
  );
  const width = Math.max(...heads.map((head) => head.length));
  return flags.map((flag, index) => `${heads[index]!.padEnd(width)}   ${flag.help}${standardOf(flag)}\n`).join('');
};

/** How a command is used: its form, examples and flags in the order of their names. */
export const commandUsage = ({ name, operands, examples = [], flags }: CommandSpec): string => {
  const sorted = [...flags, helpFlag(name)].sort((left, right) => (left.name < right.name ? -1 : 1));
  const shown = examples.length === 0 ? '' : `\nExamples:\n${examples.map((line) => `  ${line}\n`).join('')}`;
  const form = ['drydock', name, operands, '[flags]'].filter((part) => part !== undefined).join(' ');
  return `Usage:\n  ${form}\n${shown}\nFlags:\n${flagLines(sorted)}`;
};

/** What drydock is and can do, for a command line without a command. */
export const rootUsage = (commands: readonly CommandSpec[]): string => {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)} ${summary}\n`).join('');
  return (
    `Usage:\n  drydock [command]\n\nAvailable Commands:\n${lines}\nFlags:\n${flagLines([helpFlag('drydock')])}\n` +
    'Use "drydock [command] --help" for more information about a command.\n'
  );
};
