import { isTenant } from '../../access/principal.ts';
import type { BatchMessage } from '../ports.ts';
import { isRunId } from '../runs/manage-runs.ts';
import { mostBatches } from '../runs/run.ts';

/** A message as queues carry it. */
export const formatBatchMessage = ({ tenant, run, number }: BatchMessage): string =>
  JSON.stringify({ tenant, run, number });

/** Undefined for what is no message of ours. */
export function parseBatchMessage(text: string): BatchMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { tenant, run, number } = value as Record<string, unknown>;
  if (typeof tenant !== 'string' || !isTenant(tenant) || typeof run !== 'string' || !isRunId(run)) return undefined;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || number >= mostBatches) return undefined;
  return { tenant, run, number };
}
