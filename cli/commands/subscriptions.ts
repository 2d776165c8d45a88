import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { moreLine, pageQuery } from '../changes/page-query.ts';
import { readSince } from '../changes/read-since.ts';
import type { RunCommand } from '../command.ts';
import { readSeconds } from '../keys/read-seconds.ts';
import { askServer, type ServerAccess } from '../stored/ask-server.ts';
import { chooseServer } from '../stored/choose-server.ts';
import {
  type DeliveryDocument,
  deliveryListText,
  type SubscriptionDocument,
  subscriptionListText,
} from '../subscriptions/subscription-text.ts';
import { wantedSubscription } from '../subscriptions/wanted-subscription.ts';
import type { Terminal } from '../terminal.ts';

type Ask = <T>(method: string, path: string, body?: object) => Promise<T>;
type Act = (ask: Ask) => Promise<void>;
/** Throws UsageError before a server is asked; `path` is that of the named subscription. */
type Action = (args: Arguments, terminal: Terminal, path: string) => Act;

const show = (value: object, text: string, args: Arguments, { out }: Terminal): void =>
  out(args.switches.get('json') ? `${JSON.stringify(value, null, 2)}\n` : text);

/** A new secret goes to standard output alone, for whoever stores it. */
const showWithSecret = (shown: SubscriptionDocument, args: Arguments, terminal: Terminal): void => {
  const text = subscriptionListText([shown]);
  if (shown.secret === undefined || args.switches.get('json')) show(shown, text, args, terminal);
  else {
    terminal.err(`${text}The secret that signs is on standard output. It is shown this once: keep it now.\n`);
    terminal.out(`${shown.secret}\n`);
  }
};

const list: Action = (args, terminal) => async (ask) => {
  const found = await ask<{ items: SubscriptionDocument[] }>('GET', '/subscriptions');
  show(found, subscriptionListText(found.items), args, terminal);
};

const actions: Readonly<Record<string, Action>> = {
  get: (args, terminal, path) => async (ask) => {
    const found = await ask<SubscriptionDocument>('GET', path);
    show(found, subscriptionListText([found]), args, terminal);
  },
  put(args, terminal, path) {
    const wanted = wantedSubscription(args, terminal);
    return async (ask) => showWithSecret(await ask('PUT', path, await wanted()), args, terminal);
  },
  delete:
    (_args, { err }, path) =>
    async (ask) => {
      await ask('DELETE', path);
      err('the subscription is removed\n');
    },
  test: (args, terminal, path) => async (ask) => {
    const sent = await ask<DeliveryDocument>('POST', `${path}/test`);
    show(sent, deliveryListText([sent]), args, terminal);
  },
  deliveries(args, terminal, path) {
    const query = pageQuery(args);
    return async (ask) => {
      const page = await ask<{ items: DeliveryDocument[]; nextCursor?: string }>('GET', `${path}/deliveries?${query}`);
      show(page, deliveryListText(page.items) + moreLine(page.nextCursor), args, terminal);
    };
  },
  replay(args, terminal, path) {
    const since = args.texts.get('since');
    const body = since === undefined ? {} : { since: readSince(since, terminal) };
    return async (ask) => {
      const answer = await ask<{ replayed: number }>('POST', `${path}/replay`, body);
      show(answer, `messages sent again: ${answer.replayed}\n`, args, terminal);
    };
  },
  rotate(args, terminal, path) {
    const overlap = readSeconds('overlap', args.texts.get('overlap') ?? '24h');
    return async (ask) => showWithSecret(await ask('POST', `${path}/rotate`, { overlap }), args, terminal);
  },
};

const readAct = (args: Arguments, terminal: Terminal): Act => {
  const [name = 'list', operand, ...others] = args.operands;
  if (name === 'list' && operand === undefined) return list(args, terminal, '');
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined || operand === undefined || others.length > 0) {
    throw new UsageError(`list, or one of ${Object.keys(actions).join(', ')} and a name is required`);
  }
  return action(args, terminal, `/subscriptions/${encodeURIComponent(operand)}`);
};

/** `drydock subscriptions …`: whom a server tells what is new. */
export const subscriptions: RunCommand = async (args, terminal) => {
  const act = readAct(args, terminal);
  const server: ServerAccess = chooseServer(args, terminal.environment);
  await act(<T>(method: string, path: string, body?: object) => askServer(server, method, path, body) as Promise<T>);
  return 0;
};
