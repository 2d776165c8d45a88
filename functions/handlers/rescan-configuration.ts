import * as z from 'zod/mini';
import { type Environment, readVariables } from '../api/settings.ts';
import { type PrivateHost, readPrivateHosts } from '../network/private-hosts.ts';
import { defaultSchedules, type Schedules } from '../rescans/plan/triggers.ts';

const hour = 3_600_000;
const hours = z.pipe(z.string().check(z.regex(/^\d{1,4}$/)), z.transform(Number));

const queueVariables = z.object({ BATCH_QUEUE_URL: z.string().check(z.minLength(1)) });
const deliveryVariables = z.object({ DELIVERY_QUEUE_URL: z.string().check(z.minLength(1)) });
const scheduleVariables = z.object({
  DRYDOCK_RESCAN_HOURS: z._default(hours, defaultSchedules.fullMs / hour),
  DRYDOCK_RESCAN_AFRESH_HOURS: z._default(hours, defaultSchedules.afreshMs / hour),
});
const receiverVariables = z.object({
  DRYDOCK_PRIVATE_RECEIVERS: z._default(z.string(), ''),
  DRYDOCK_EVENT_BUSES: z._default(z.string(), ''),
  DRYDOCK_TOPICS: z._default(z.string(), ''),
});

const expected = {
  BATCH_QUEUE_URL: 'the URL of a queue',
  DELIVERY_QUEUE_URL: 'the URL of a queue',
  DRYDOCK_RESCAN_HOURS: 'hours, 0 for never',
  DRYDOCK_RESCAN_AFRESH_HOURS: 'hours, 0 for never',
};

/** Throws, as all here, DrydockError `bad_configuration` that names the variable. */
export const readBatchQueueUrl = (environment: Environment): string =>
  readVariables(queueVariables, environment, expected).BATCH_QUEUE_URL;

export const readDeliveryQueueUrl = (environment: Environment): string =>
  readVariables(deliveryVariables, environment, expected).DELIVERY_QUEUE_URL;

export function readSchedules(environment: Environment): Schedules {
  const read = readVariables(scheduleVariables, environment, expected);
  return { fullMs: read.DRYDOCK_RESCAN_HOURS * hour, afreshMs: read.DRYDOCK_RESCAN_AFRESH_HOURS * hour };
}

export interface ReceiverSettings {
  privateReceivers: readonly PrivateHost[];
  /** names or ARNs of buses that subscriptions may name */
  buses: readonly string[];
  /** ARNs of topics */
  topics: readonly string[];
}

export function readReceivers(environment: Environment): ReceiverSettings {
  const read = readVariables(receiverVariables, environment, expected);
  return {
    privateReceivers: readPrivateHosts(read.DRYDOCK_PRIVATE_RECEIVERS, 'receiver'),
    buses: listed(read.DRYDOCK_EVENT_BUSES),
    topics: listed(read.DRYDOCK_TOPICS),
  };
}

const listed = (text: string): string[] => text.split(/[\s,]+/).filter((name) => name !== '');
