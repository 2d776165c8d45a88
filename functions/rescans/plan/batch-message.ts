import * as z from 'zod/mini';
import { isTenant } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { messageFields } from '../../scans/message-fields.ts';
import type { BatchMessage } from '../ports.ts';
import { isRunId } from '../runs/manage-runs.ts';
import { mostBatches } from '../runs/run.ts';

const expected = `expected a whole number from 0 to ${mostBatches - 1}`;
const schema = z.object(
  {
    tenant: z.string({ error: 'expected a tenant' }).check(z.refine(isTenant, 'expected a tenant')),
    run: z.string({ error: 'expected the id of a run' }).check(z.refine(isRunId, 'expected the id of a run')),
    number: z.int({ error: expected }).check(z.nonnegative(expected), z.lt(mostBatches, expected)),
  },
  { error: 'expected an object' },
);

/** A message as queues carry it. */
export const formatBatchMessage = ({ tenant, run, number }: BatchMessage): string =>
  JSON.stringify({ tenant, run, number });

/** Throws DrydockError `bad_request` that names the field for what is no message of ours. */
export function parseBatchMessage(text: string): BatchMessage {
  const read = z.safeParse(schema, messageFields(text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new DrydockError('bad_request', `${issue?.path.join('.') || 'the message'}: ${issue?.message}`);
}
