import type { DatabaseCommands } from '../../functions/trivy/database/database-commands.ts';
import { openDatabaseCommands } from '../../local/database-commands.ts';
import { readImageSettings } from '../../local/image-settings.ts';
import { openClient } from '../../local/open-client.ts';
import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';
import type { RunCommand } from '../command.ts';
import { generationText, statusText } from '../image/database-text.ts';
import { endEarly } from '../image/end-early.ts';
import { readDuration } from '../image/read-duration.ts';
import { unpackingProgress } from '../image/unpacking-progress.ts';
import { chooseDataDirectory } from '../stored/data-directory.ts';
import type { Terminal } from '../terminal.ts';

type Client = ReturnType<typeof openClient>;

interface Outcome {
  text: string;
  json: object;
}

const openCommands = (client: Client, args: Arguments, terminal: Terminal): DatabaseCommands => {
  const { environment, clock } = terminal;
  const directory = chooseDataDirectory(args, environment);
  return openDatabaseCommands(client, directory, environment, clock, unpackingProgress(terminal));
};

const pull = async (commands: DatabaseCommands, { lists }: Arguments, signal: AbortSignal): Promise<Outcome> => {
  const repositories = lists.get('repository');
  const javaRepositories = lists.get('java-repository');
  const { outcome, generation, javaFailure } = await commands.pull({
    ...(repositories && { repositories }),
    ...(javaRepositories && { javaRepositories }),
    signal,
  });
  const about = {
    promoted: 'in use from now on',
    unchanged: 'already in use',
    rejected: 'in use: the newest one was rolled back from',
  }[outcome];
  const java = javaFailure && `no Java database could be had: ${javaFailure.message}`;
  return {
    text: `${generationText(generation)}\n${about}\n${java ? `${java}\n` : ''}`,
    json: { outcome, generation, ...(java && { javaFailure: java }) },
  };
};

const importFrom = async (
  commands: DatabaseCommands,
  { texts }: Arguments,
  path: string,
  signal: AbortSignal,
): Promise<Outcome> => {
  const label = texts.get('label');
  const generation = await commands.importFrom(path, { signal, ...(label && { label }) });
  return { text: `${generationText(generation)}\nin use from now on\n`, json: generation };
};

const status = async (commands: DatabaseCommands): Promise<Outcome> => {
  const found = await commands.status();
  return { text: statusText(found), json: found };
};

const rollback = async (commands: DatabaseCommands): Promise<Outcome> => {
  const generation = await commands.rollback();
  return { text: `${generationText(generation)}\nin use again\n`, json: generation };
};

const run = (commands: DatabaseCommands, args: Arguments, signal: AbortSignal): Promise<Outcome> => {
  const [action = '', path, ...others] = args.operands;
  const isAlone = path === undefined;
  if (action === 'import' && path !== undefined && others.length === 0) return importFrom(commands, args, path, signal);
  if (action === 'import') throw new UsageError('import takes one path');
  if (isAlone && action === 'pull') return pull(commands, args, signal);
  if (isAlone && action === 'status') return status(commands);
  if (isAlone && action === 'rollback') return rollback(commands);
  throw new UsageError('one of pull, import PATH, status or rollback is required');
};

/** `drydock db …`: works while a server runs on the data directory, which uses what is promoted from its next scan on. */
export const db: RunCommand = async (args, terminal) => {
  const timeout = args.texts.get('timeout') ?? '30m';
  const limit = { text: timeout, ms: readDuration(timeout) };
  const client = openClient(readImageSettings(terminal.environment).privateRegistries);
  try {
    const commands = openCommands(client, args, terminal);
    const { text, json } = await endEarly(limit, (signal) => run(commands, args, signal));
    terminal.out(args.switches.get('json') ? `${JSON.stringify(json, null, 2)}\n` : text);
    return 0;
  } finally {
    client.close();
  }
};
