import * as z from 'zod/mini';
import { isTenant } from '../access/principal.ts';
import type { DeliveryKey } from './ports.ts';

const keySchema = z.object({
  tenant: z.string().check(z.refine(isTenant)),
  subscription: z.string().check(z.regex(/^[a-z0-9-]{1,63}$/)),
  id: z.string().check(z.regex(/^d[0-9a-f]{32}$/)),
  created: z.int().check(z.nonnegative()),
});

/** A doorbell for a message as queues carry it. */
export const formatDeliveryKey = ({ tenant, subscription, id, created }: DeliveryKey): string =>
  JSON.stringify({ tenant, subscription, id, created });

/** Undefined for what is no doorbell of ours. */
export function parseDeliveryKey(text: string): DeliveryKey | undefined {
  try {
    return z.parse(keySchema, JSON.parse(text));
  } catch {
    return undefined;
  }
}
