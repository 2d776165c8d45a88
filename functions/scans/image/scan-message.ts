import { isTenant } from '../../access/principal.ts';
import { messageFields } from '../message-fields.ts';
import { isImageScanId } from './image-scan-id.ts';
import type { ScanMessage } from './ports.ts';

/** A message as queues carry it. */
export const formatScanMessage = ({ tenant, id, generation, sealed }: ScanMessage): string =>
  JSON.stringify({ tenant, id, generation, sealed });

/** Undefined for what is no message of ours. */
export function parseScanMessage(text: string): ScanMessage | undefined {
  const { tenant, id, generation, sealed } = messageFields(text);
  if (typeof tenant !== 'string' || !isTenant(tenant) || typeof id !== 'string' || !isImageScanId(id)) return undefined;
  if (typeof generation !== 'number' || !Number.isSafeInteger(generation)) return undefined;
  if (sealed === undefined) return { tenant, id, generation };
  return typeof sealed === 'string' ? { tenant, id, generation, sealed } : undefined;
}
