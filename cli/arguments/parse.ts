import { quote } from '../go-format/quote.ts';
import type { Flag } from './flag.ts';
import { parseList } from './list.ts';
import { parseBool, parseInteger } from './scalar.ts';
import { UsageError } from './usage-error.ts';

/** What a command line says; flags that were not given are absent. */
export interface Arguments {
  readonly operands: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
  readonly switches: ReadonlyMap<string, boolean>;
  readonly numbers: ReadonlyMap<string, number>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

interface Draft {
  readonly flags: readonly Flag[];
  readonly args: readonly string[];
  at: number;
  readonly operands: string[];
  readonly texts: Map<string, string>;
  readonly switches: Map<string, boolean>;
  readonly numbers: Map<string, number>;
  readonly lists: Map<string, readonly string[]>;
}

const label = ({ short, name }: Flag): string => (short === undefined ? `--${name}` : `-${short}, --${name}`);

const store = (draft: Draft, flag: Flag, text: string): void => {
  switch (flag.type) {
    case 'string':
      draft.texts.set(flag.name, text);
      break;
    case 'bool':
      draft.switches.set(flag.name, parseBool(text));
      break;
    case 'int':
      draft.numbers.set(flag.name, parseInteger(text));
      break;
    case 'strings':
      draft.lists.set(flag.name, [...(draft.lists.get(flag.name) ?? []), ...parseList(text)]);
  }
};

const setFlag = (draft: Draft, flag: Flag, text: string): void => {
  try {
    store(draft, flag, text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`invalid argument ${quote(text)} for ${quote(label(flag))} flag: ${error.message}`);
  }
};

const nextArgument = (draft: Draft, complaint: string): string => {
  const text = draft.args[draft.at];
  if (text === undefined) throw new UsageError(complaint);
  draft.at++;
  return text;
};

/** Reads `--name`, `--name=value` or `--name value`. */
const readLong = (draft: Draft, argument: string): void => {
  const body = argument.slice(2);
  if (body.startsWith('-') || body.startsWith('=')) throw new UsageError(`bad flag syntax: ${argument}`);
  const equals = body.indexOf('=');
  const name = equals < 0 ? body : body.slice(0, equals);
  const flag = draft.flags.find((candidate) => candidate.name === name);
  if (flag === undefined) throw new UsageError(`unknown flag: --${name}`);
  if (equals >= 0) setFlag(draft, flag, body.slice(equals + 1));
  else if (flag.type === 'bool') setFlag(draft, flag, 'true');
  else setFlag(draft, flag, nextArgument(draft, `flag needs an argument: --${name}`));
};

/** Reads one or more letters (`-ab`, `-fvalue`, `-f=value`, `-f value`). */
const readShort = (draft: Draft, argument: string): void => {
  for (let at = 1; at < argument.length; at++) {
    const letter = argument[at]!;
    const flag = draft.flags.find(({ short }) => short === letter);
    const letters = argument.slice(at);
    if (flag === undefined) {
      throw new UsageError(`unknown shorthand flag: ${quote(letter).replaceAll('"', "'")} in -${letters}`);
    }
    if (letters.length > 2 && letters[1] === '=') {
      setFlag(draft, flag, letters.slice(2));
      return;
    }
    if (flag.type === 'bool') setFlag(draft, flag, 'true');
    else {
      const complaint = `flag needs an argument: '${letter}' in -${letters}`;
      setFlag(draft, flag, letters.length > 1 ? letters.slice(1) : nextArgument(draft, complaint));
      return;
    }
  }
};

/** Reads a command line as kubesec does: flags may stand between operands, `--` ends them. Throws UsageError. */
export const parseArguments = (flags: readonly Flag[], args: readonly string[]): Arguments => {
  const draft: Draft = {
    flags,
    args,
    at: 0,
    operands: [],
    texts: new Map(),
    switches: new Map(),
    numbers: new Map(),
    lists: new Map(),
  };
  while (draft.at < args.length) {
    const argument = args[draft.at++]!;
    if (!argument.startsWith('-') || argument === '-') draft.operands.push(argument);
    else if (argument === '--') {
      draft.operands.push(...args.slice(draft.at));
      draft.at = args.length;
    } else if (argument.startsWith('--')) readLong(draft, argument);
    else readShort(draft, argument);
  }
  return draft;
};
