import { UsageError } from '../arguments/usage-error.ts';
import type { RunCommand } from '../command.ts';
import { withStoredScans } from '../stored/open-stored-scans.ts';
import { scanListText } from '../stored/scan-list.ts';

/** `drydock list`: stored scans, newest first. */
export const list: RunCommand = async (args, terminal) => {
  if (args.operands.length > 0) throw new UsageError(`unexpected argument ${args.operands[0]}`);
  const limit = args.numbers.get('limit') ?? 20;
  if (limit < 1 || limit > 100) throw new UsageError('--limit must be a whole number from 1 to 100');
  const query = { limit, object: args.texts.get('object'), cursor: args.texts.get('cursor') };
  const page = await withStoredScans(args, terminal, (scans) => scans.list(query));
  terminal.out(args.switches.get('json') ? `${JSON.stringify(page, null, 2)}\n` : scanListText(page));
  return 0;
};
