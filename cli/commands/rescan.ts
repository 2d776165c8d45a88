import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { awaitRun } from '../changes/await-run.ts';
import { readExitCode } from '../changes/read-exit-code.ts';
import { type RunDocument, runText } from '../changes/run-text.ts';
import type { RunCommand } from '../command.ts';
import { endEarly } from '../image/end-early.ts';
import { readDuration } from '../image/read-duration.ts';
import { askServer } from '../stored/ask-server.ts';
import { chooseServer } from '../stored/choose-server.ts';

const readTarget = ({ operands, switches, texts }: Arguments): object => {
  if (operands.length > 0) throw new UsageError(`unexpected argument ${operands[0]}`);
  const repository = texts.get('repository');
  const cve = texts.get('cve');
  const targets: object[] = [];
  if (switches.get('all')) targets.push({ all: true });
  if (repository !== undefined) targets.push({ repository });
  if (cve !== undefined) targets.push({ cve });
  if (targets.length > 1) throw new UsageError('name one of --all, --repository and --cve');
  return targets[0] ?? { all: true };
};

/** `drydock rescan`: with `--wait` 1 when images failed, else `--exit-code` when some changed; 2 when there is no run to speak of. */
export const rescan: RunCommand = async (args, terminal) => {
  const target = readTarget(args);
  const exitCode = readExitCode(args);
  const isAwaited = args.switches.get('wait') === true;
  if (exitCode !== 0 && !isAwaited) throw new UsageError('--exit-code needs --wait');
  const timeout = args.texts.get('timeout') ?? '30m';
  const limit = { text: timeout, ms: readDuration(timeout) };
  const server = chooseServer(args, terminal.environment);
  const begun = (await askServer(server, 'POST', '/rescans', target)) as RunDocument;
  const run = isAwaited ? await endEarly(limit, (signal) => awaitRun(server, begun, terminal, signal)) : begun;
  terminal.out(args.switches.get('json') ? `${JSON.stringify(run, null, 2)}\n` : runText(run));
  if (run.status !== 'done') return 0;
  if (run.failed > 0) return 1;
  return run.changed > 0 ? exitCode : 0;
};
