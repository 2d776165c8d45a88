import { type CommandSpec, helpFlag } from './arguments/flag.ts';
import { parseArguments } from './arguments/parse.ts';
import { UsageError } from './arguments/usage-error.ts';
import { CommandError, type RunCommand } from './command.ts';
import { cveSpec, diffSpec, rescanSpec, watchSpec } from './commands/change-specs.ts';
import { dbSpec } from './commands/db-spec.ts';
import { imageSpec } from './commands/image-spec.ts';
import { keysSpec } from './commands/keys-spec.ts';
import { getSpec, httpSpec, listSpec, printRulesSpec, scanSpec, versionSpec } from './commands/specs.ts';
import { subscriptionsSpec } from './commands/subscriptions-spec.ts';
import { findCommand } from './find-command.ts';
import type { Terminal } from './terminal.ts';

interface Command {
  readonly spec: CommandSpec;
  load(): Promise<RunCommand>;
  /** kubesec's commands print errors on standard output and exit with 1, drydock's own on standard error and with 2 */
  readonly isOwn?: boolean;
  /** instead of 2, where people know another command's codes */
  readonly failure?: 1;
}

const commands: readonly Command[] = [
  { spec: scanSpec, load: async () => (await import('./commands/scan.ts')).scan },
  { spec: httpSpec, load: async () => (await import('./commands/http.ts')).http },
  { spec: printRulesSpec, load: async () => (await import('./commands/print-rules.ts')).printRules },
  { spec: versionSpec, load: async () => (await import('./commands/version.ts')).printVersion },
  { spec: listSpec, load: async () => (await import('./commands/list.ts')).list, isOwn: true },
  { spec: getSpec, load: async () => (await import('./commands/get.ts')).get, isOwn: true },
  { spec: imageSpec, load: async () => (await import('./commands/image.ts')).image, isOwn: true, failure: 1 },
  { spec: keysSpec, load: async () => (await import('./commands/keys.ts')).keys, isOwn: true },
  { spec: dbSpec, load: async () => (await import('./commands/db.ts')).db, isOwn: true },
  { spec: rescanSpec, load: async () => (await import('./commands/rescan.ts')).rescan, isOwn: true },
  { spec: watchSpec, load: async () => (await import('./commands/watch.ts')).watch, isOwn: true },
  { spec: diffSpec, load: async () => (await import('./commands/diff.ts')).diff, isOwn: true },
  { spec: cveSpec, load: async () => (await import('./commands/cve.ts')).cve, isOwn: true },
  {
    spec: subscriptionsSpec,
    load: async () => (await import('./commands/subscriptions.ts')).subscriptions,
    isOwn: true,
  },
];

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const isExpected = (error: unknown): error is Error =>
  error instanceof CommandError ||
  (error instanceof Error && (error.name === 'DrydockError' || error.name === 'TemplateError'));

const report = async (error: unknown, command: Command, terminal: Terminal): Promise<number> => {
  if (error instanceof UsageError) {
    const { commandUsage } = await import('./arguments/usage.ts');
    terminal.err(`Error: ${error.message}\n${commandUsage(command.spec)}\n`);
  } else if (!isExpected(error)) {
    terminal.err(`drydock: unexpected failure: ${error instanceof Error ? error.stack : String(error)}\n`);
    return command.isOwn ? (command.failure ?? 2) : 1;
  } else if (command.isOwn) {
    terminal.err(`Error: ${error.message}\n`);
  }
  if (command.isOwn) return command.failure ?? 2;
  terminal.out(`${capitalized((error as Error).message)}\n`);
  return 1;
};

const runCommand = async (command: Command, args: readonly string[], terminal: Terminal): Promise<number> => {
  try {
    const parsed = parseArguments([...command.spec.flags, helpFlag(command.spec.name)], args);
    if (!parsed.switches.get('help')) return await (await command.load())(parsed, terminal);
    const { commandUsage } = await import('./arguments/usage.ts');
    terminal.out(`${command.spec.summary}\n\n${commandUsage(command.spec)}`);
    return 0;
  } catch (error) {
    return report(error, command, terminal);
  }
};

/** Runs one command line and gives its exit code. */
export const runCli = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const at = findCommand(args);
  const command = at < 0 ? undefined : commands.find(({ spec }) => spec.name === args[at]);
  if (command === undefined) {
    const { runWithoutCommand } = await import('./commands/root.ts');
    return runWithoutCommand(args, at, terminal);
  }
  return runCommand(command, args.toSpliced(at, 1), terminal);
};
