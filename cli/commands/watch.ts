import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { moreLine, pageQuery } from '../changes/page-query.ts';
import { type WatchDocument, watchListText } from '../changes/watch-text.ts';
import type { RunCommand } from '../command.ts';
import { readSeconds } from '../keys/read-seconds.ts';
import { askServer, type ServerAccess } from '../stored/ask-server.ts';
import { chooseServer } from '../stored/choose-server.ts';
import type { Terminal } from '../terminal.ts';

type Act = (server: ServerAccess) => Promise<void>;

const show = (value: object, text: string, args: Arguments, { out }: Terminal): void =>
  out(args.switches.get('json') ? `${JSON.stringify(value, null, 2)}\n` : text);

const list = (args: Arguments, terminal: Terminal): Act => {
  const query = pageQuery(args);
  return async (server) => {
    const page = (await askServer(server, 'GET', `/watches?${query}`)) as {
      items: WatchDocument[];
      nextCursor?: string;
    };
    show(page, watchListText(page.items) + moreLine(page.nextCursor), args, terminal);
  };
};

const hour = 3_600;

const readInterval = (text: string): number => {
  const every = readSeconds('every', text);
  if (every >= hour && every <= 90 * 24 * hour) return every;
  throw new UsageError(`--every ${text}: expected 1h to 90d`);
};

const readWatch = ({ texts, switches }: Arguments, image: string | undefined): object => {
  const targets = { image, digest: texts.get('digest'), repository: texts.get('repository') };
  const named = Object.entries(targets).filter(([, value]) => value !== undefined);
  if (named.length !== 1) throw new UsageError('add takes one of IMAGE, --digest and --repository');
  const isStopped = switches.get('stop') === true;
  if (isStopped && switches.get('pin')) throw new UsageError('--pin and --stop exclude each other');
  const platform = texts.get('platform');
  if (platform !== undefined && targets.repository !== undefined) {
    throw new UsageError('--platform is for IMAGE and --digest');
  }
  const every = texts.get('every');
  return {
    ...Object.fromEntries(named),
    mode: isStopped ? 'stop' : 'pin',
    ...(platform !== undefined && { platform }),
    ...(every !== undefined && { every: readInterval(every) }),
  };
};

const add = (args: Arguments, terminal: Terminal, image: string | undefined): Act => {
  const wanted = readWatch(args, image);
  return async (server) => {
    const watch = (await askServer(server, 'POST', '/watches', wanted)) as WatchDocument;
    show(watch, watchListText([watch]), args, terminal);
  };
};

const readAct = (args: Arguments, terminal: Terminal): Act => {
  const [action = 'list', operand, ...others] = args.operands;
  if (others.length === 0 && action === 'add') return add(args, terminal, operand);
  if (operand === undefined && action === 'list') return list(args, terminal);
  if (others.length > 0 || operand === undefined || action !== 'remove') {
    throw new UsageError('one of list, add IMAGE or remove ID is required');
  }
  return async (server) => {
    await askServer(server, 'DELETE', `/watches/${encodeURIComponent(operand)}`);
    terminal.err(`watch ${operand} is removed\n`);
  };
};

/** `drydock watch …`: which images a server scans again, and how often. */
export const watch: RunCommand = async (args, terminal) => {
  const act = readAct(args, terminal);
  await act(chooseServer(args, terminal.environment));
  return 0;
};
