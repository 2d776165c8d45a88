import { UsageError } from '../arguments/usage-error.ts';
import type { RunCommand } from '../command.ts';
import { withStoredScans } from '../stored/open-stored-scans.ts';

/** `drydock get ID`: one stored scan as JSON. */
export const get: RunCommand = async (args, terminal) => {
  const [id, ...others] = args.operands;
  if (id === undefined || others.length > 0) throw new UsageError('one scan id is required');
  const scan = await withStoredScans(args, terminal, (scans) => scans.get(id));
  terminal.out(`${JSON.stringify(scan, null, 2)}\n`);
  return 0;
};
