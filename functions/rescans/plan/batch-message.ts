import { isTenant } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { messageFields } from '../../scans/message-fields.ts';
import type { BatchMessage } from '../ports.ts';
import { isRunId } from '../runs/manage-runs.ts';
import { mostBatches } from '../runs/run.ts';

/** A message as queues carry it. */
export const formatBatchMessage = ({ tenant, run, number }: BatchMessage): string =>
  JSON.stringify({ tenant, run, number });

/** Throws DrydockError `bad_request` that names the field for what is no message of ours. */
export function parseBatchMessage(text: string): BatchMessage {
  const { tenant, run, number } = messageFields(text);
  if (typeof tenant !== 'string' || !isTenant(tenant)) throw refused('tenant', 'the name of a tenant');
  if (typeof run !== 'string' || !isRunId(run)) throw refused('run', 'the id of a run');
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || number >= mostBatches) {
    throw refused('number', `a whole number from 0 to ${mostBatches - 1}`);
  }
  return { tenant, run, number };
}

const refused = (field: keyof BatchMessage, expected: string): DrydockError =>
  new DrydockError('bad_request', `${field}: expected ${expected}`);
