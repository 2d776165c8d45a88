import type { CloudEvent } from './event.ts';

/**
 * waiting: to be sent at `due`; collected: waits for the next digest; digested: went into one; delivered and failed are final,
 * until somebody replays it.
 */
export type DeliveryStatus = 'waiting' | 'collected' | 'digested' | 'delivered' | 'failed';

/** One message for one subscription. */
export interface Delivery {
  tenant: string;
  subscription: string;
  /** `d` and 32 hex digits; the id of its event */
  id: string;
  event: CloudEvent;
  status: DeliveryStatus;
  attempts: number;
  /** when it is tried next, or taken from a sender that is gone; milliseconds since 1970, as all times here */
  due?: number;
  /** the try that has it now: no two have the same */
  holder?: string;
  /** after it nothing is tried any more */
  deadline: number;
  /** what the last try said */
  error?: string;
  /** of what it tells, so that telling twice makes the same row */
  created: number;
  finished?: number;
  /** seconds since 1970 */
  expires: number;
  /** counts the writes of this row */
  fence: number;
}
