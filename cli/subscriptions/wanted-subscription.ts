import { readFileSync } from 'node:fs';
import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { CommandError } from '../command.ts';
import { fileError } from '../scan/file-error.ts';
import type { Terminal } from '../terminal.ts';

const targets = {
  webhook: (url: string) => ({ type: 'webhook', url }),
  bus: (bus: string) => ({ type: 'eventbridge', bus }),
  topic: (topic: string) => ({ type: 'sns', topic }),
};
const details = ['severity', 'fixable', 'repository', 'event', 'digest', 'hour', 'paused'];

const readTarget = ({ texts }: Arguments): object => {
  const named = Object.entries(targets).flatMap(([flag, make]) => {
    const value = texts.get(flag);
    return value === undefined ? [] : [make(value)];
  });
  if (named.length === 1) return named[0]!;
  throw new UsageError('put takes one of --webhook, --bus, --topic and --file');
};

const readFlags = (args: Arguments): object => {
  const { lists, switches, texts, numbers } = args;
  const filter = {
    severities: lists.get('severity')?.map((name) => name.toUpperCase()),
    fixable: switches.get('fixable'),
    repositories: lists.get('repository'),
    events: lists.get('event'),
  };
  const every = texts.get('digest');
  if (every === undefined && numbers.has('hour')) throw new UsageError('--hour is for --digest');
  return {
    target: readTarget(args),
    filter,
    digest: every && { every, hour: numbers.get('hour') },
    paused: switches.get('paused'),
  };
};

const readText = async (path: string, { readInput }: Terminal): Promise<string> => {
  if (path === '-') return new TextDecoder().decode(await readInput());
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw fileError(error, path);
  }
};

const readJson = async (path: string, terminal: Terminal): Promise<object> => {
  const text = await readText(path, terminal);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  // What it says is not repeated: it may be a secret.
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new CommandError(`${path === '-' ? 'standard input' : path} holds no JSON object`);
};

/** What `put` asks for, as the body of `PUT /subscriptions/{name}`; the server says what is wrong with it. Throws UsageError at once. */
export const wantedSubscription = (args: Arguments, terminal: Terminal): (() => Promise<object>) => {
  const { texts, lists, switches, numbers } = args;
  const file = texts.get('file');
  if (file === undefined) {
    const body = readFlags(args);
    return async () => body;
  }
  const isGiven = (name: string) => [texts, lists, switches, numbers].some((values) => values.has(name));
  const other = [...Object.keys(targets), ...details].find(isGiven);
  if (other !== undefined) throw new UsageError(`--file holds all of a subscription: leave out --${other}`);
  return () => readJson(file, terminal);
};
