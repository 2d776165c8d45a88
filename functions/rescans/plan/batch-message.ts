import { isTenant } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { messageFields } from '../../scans/message-fields.ts';
import type { BatchMessage } from '../ports.ts';
import { isRunId } from '../runs/manage-runs.ts';
import { mostBatches } from '../runs/run.ts';

/** A message as queues carry it. */
export const formatBatchMessage = ({ tenant, run, number, again }: BatchMessage): string =>
  JSON.stringify({ tenant, run, number, again });

/** Milliseconds after which a worker rings again for a batch that waits; after the last it is left to the sweeper. */
export const pausesMs = [15_000, 60_000] as const;

/** Throws DrydockError `bad_request` that names the field for what is no message of ours. */
export function parseBatchMessage(text: string): BatchMessage {
  const { tenant, run, number, again } = messageFields(text);
  if (typeof tenant !== 'string' || !isTenant(tenant)) throw refused('tenant', 'the name of a tenant');
  if (typeof run !== 'string' || !isRunId(run)) throw refused('run', 'the id of a run');
  if (!isUpTo(number, mostBatches - 1)) throw refused('number', `a whole number from 0 to ${mostBatches - 1}`);
  if (again === undefined) return { tenant, run, number };
  if (!isUpTo(again, pausesMs.length)) throw refused('again', `a whole number from 0 to ${pausesMs.length}`);
  return { tenant, run, number, again };
}

const isUpTo = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;

const refused = (field: keyof BatchMessage, expected: string): DrydockError =>
  new DrydockError('bad_request', `${field}: expected ${expected}`);
