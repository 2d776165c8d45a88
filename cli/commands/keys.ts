import { allScopes, isScope, type Scope } from '../../functions/access/principal.ts';
import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';
import type { RunCommand } from '../command.ts';
import type { IssuedKeyView, KeyRegistry } from '../keys/key-registry.ts';
import { issuedText, keyListText } from '../keys/key-text.ts';
import { openKeys } from '../keys/open-keys.ts';
import { readSeconds } from '../keys/read-seconds.ts';
import type { Terminal } from '../terminal.ts';

type Act = (keys: KeyRegistry) => Promise<void>;

interface Action {
  /** what follows its name */
  operand?: 'NAME' | 'ID';
  /** may be the first thing that is done with a data directory */
  isFirst?: boolean;
  /** Throws UsageError before anything is opened. */
  read(args: Arguments, operand: string, terminal: Terminal): Act;
}

const readScopes = ({ lists }: Arguments): Scope[] => {
  const given = lists.get('scopes') ?? [];
  const unknown = given.find((scope) => !isScope(scope));
  if (unknown === undefined && given.length > 0) return given.filter(isScope);
  throw new UsageError(`--scopes ${unknown ?? ''}: expected some of ${allScopes.join(', ')}`);
};

const readSecondsOf = ({ texts }: Arguments, flag: string): number | undefined => {
  const text = texts.get(flag);
  return text === undefined ? undefined : readSeconds(flag, text);
};

const isJson = ({ switches }: Arguments): boolean => switches.get('json') === true;
const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const show = (key: IssuedKeyView, args: Arguments, { out, err }: Terminal): void => {
  if (!isJson(args)) err(issuedText(key));
  out(isJson(args) ? json(key) : `${key.key}\n`);
};

const actions: Readonly<Record<string, Action>> = {
  bootstrap: {
    isFirst: true,
    read: (args, _, terminal) => async (keys) => show(await keys.bootstrap(), args, terminal),
  },
  create: {
    operand: 'NAME',
    isFirst: true,
    read: (args, name, terminal) => {
      const wanted = { scopes: readScopes(args), lifetime: readSecondsOf(args, 'lifetime') };
      const tenant = args.texts.get('tenant');
      return async (keys) => show(await keys.create({ name, tenant, ...wanted }), args, terminal);
    },
  },
  list: {
    read: (args, _, { out }) => {
      return async (keys) => {
        const items = await keys.list(args.texts.get('tenant'));
        out(isJson(args) ? json({ items }) : keyListText(items));
      };
    },
  },
  rotate: {
    operand: 'ID',
    read: (args, id, terminal) => {
      const overlap = readSecondsOf(args, 'overlap') ?? 86_400;
      return async (keys) => show(await keys.rotate(id, overlap, args.texts.get('tenant')), args, terminal);
    },
  },
  revoke: {
    operand: 'ID',
    read: (args, id, { err }) => {
      return async (keys) => {
        await keys.revoke(id, args.texts.get('tenant'));
        err(`key ${id} is revoked\n`);
      };
    },
  },
};

/** `drydock keys …`: works with the server that runs on the data directory and without one. */
export const keys: RunCommand = async (args, terminal) => {
  const [name = '', operand = '', ...others] = args.operands;
  const action = Object.hasOwn(actions, name) ? actions[name]! : undefined;
  if (action === undefined || others.length > 0 || (operand !== '') !== (action.operand !== undefined)) {
    throw new UsageError('one of bootstrap, create NAME, list, rotate ID or revoke ID is required');
  }
  const act = action.read(args, operand, terminal);
  const registry = await openKeys(args, terminal, action.isFirst === true);
  try {
    await act(registry);
    return 0;
  } finally {
    await registry.close();
  }
};
