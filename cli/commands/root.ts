import { helpFlag } from '../arguments/flag.ts';
import { parseArguments } from '../arguments/parse.ts';
import { commandUsage, rootUsage } from '../arguments/usage.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { quote } from '../go-format/quote.ts';
import type { Terminal } from '../terminal.ts';
import { closeNames } from './close-names.ts';
import { allSpecs } from './specs.ts';

const about = '\nTells what is wrong with Kubernetes manifests before they run\n\n';

const helpOn = (topic: string | undefined, terminal: Terminal): number => {
  const spec = allSpecs.find(({ name }) => name === topic);
  if (topic === undefined) terminal.out(about + rootUsage(allSpecs));
  else if (spec === undefined) terminal.err(`Unknown help topic [\`${topic}\`]\n${rootUsage(allSpecs)}`);
  else terminal.out(`${spec.summary}\n\n${commandUsage(spec)}`);
  return 0;
};

const refuseCommand = (name: string, terminal: Terminal): number => {
  const close = closeNames(
    name,
    allSpecs.map((spec) => spec.name),
  );
  const hint = close.length === 0 ? '' : `\n\nDid you mean this?\n${close.map((known) => `\t${known}\n`).join('')}`;
  const problem = `nknown command ${quote(name)} for "drydock"${hint}`;
  terminal.err(`Error: u${problem}\nRun 'drydock --help' for usage.\n`);
  terminal.out(`U${problem}\n`);
  return 1;
};

const parseFlags = (args: readonly string[], terminal: Terminal): number => {
  try {
    parseArguments([helpFlag('drydock')], args);
    return helpOn(undefined, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`Error: ${error.message}\n${rootUsage(allSpecs)}\n`);
    terminal.out(`${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}\n`);
    return 1;
  }
};

/** Answers a command line that names no command that there is, as kubesec does; `at` is where the name stands, or -1. */
export const runWithoutCommand = (args: readonly string[], at: number, terminal: Terminal): number => {
  if (at < 0) return parseFlags(args, terminal);
  return args[at] === 'help' ? helpOn(args[at + 1], terminal) : refuseCommand(args[at]!, terminal);
};
