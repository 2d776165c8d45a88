import { isTenant } from '../../access/principal.ts';
import { messageFields } from '../../scans/message-fields.ts';
import type { BatchMessage } from '../ports.ts';
import { isRunId } from '../runs/manage-runs.ts';
import { mostBatches } from '../runs/run.ts';

/** A message as queues carry it. */
export const formatBatchMessage = ({ tenant, run, number }: BatchMessage): string =>
  JSON.stringify({ tenant, run, number });

/** Undefined for what is no message of ours. */
export function parseBatchMessage(text: string): BatchMessage | undefined {
  const { tenant, run, number } = messageFields(text);
  if (typeof tenant !== 'string' || !isTenant(tenant) || typeof run !== 'string' || !isRunId(run)) return undefined;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || number >= mostBatches) return undefined;
  return { tenant, run, number };
}
