import * as z from 'zod/mini';
import { subscriptionSchema } from '../../notify/read-subscription.ts';

const time = z.iso.datetime();
const wholeNumber = z.int().check(z.gte(0));
const week = 604_800;
const seconds = z.number({ error: `expected seconds from 0 to ${week}` });

/** The body of `PUT /subscriptions/{name}`. */
export const subscriptionRequest = subscriptionSchema;

/** The body of `POST /subscriptions/{name}/rotate`; `overlap` in seconds. */
export const secretRotation = z.strictObject({
  overlap: z.optional(seconds.check(z.gte(0), z.lte(week))),
});

/** The body of `POST /subscriptions/{name}/replay`. */
export const replayRequest = z.strictObject({
  since: z.optional(z.iso.datetime({ error: 'expected a time such as 2026-11-24T08:00:00Z' })),
});

export const replayAnswer = z.strictObject({ replayed: wholeNumber });

/** A subscription; of a URL the origin alone. */
export const subscriptionDocument = z.strictObject({
  name: z.string(),
  target: z.strictObject({ type: z.enum(['webhook', 'slack', 'eventbridge', 'sns']), to: z.string() }),
  filter: z.strictObject({
    severities: z.exactOptional(z.array(z.string())),
    fixable: z.exactOptional(z.boolean()),
    repositories: z.exactOptional(z.array(z.string())),
    events: z.exactOptional(z.array(z.string())),
  }),
  digest: z.exactOptional(z.strictObject({ every: z.enum(['hour', 'day', 'week']), hour: wholeNumber })),
  nextDigest: z.exactOptional(time),
  state: z.enum(['active', 'paused', 'disabled']),
  reason: z.exactOptional(z.string()),
  failingSince: z.exactOptional(time),
  created: time,
  updated: time,
});

/** With the signing secret, shown this once. */
export const shownSubscription = z.strictObject({ ...subscriptionDocument.shape, secret: z.exactOptional(z.string()) });

export const subscriptionList = z.strictObject({ items: z.array(subscriptionDocument) });

const cloudEvent = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.exactOptional(z.string()),
  time,
  datacontenttype: z.literal('application/json'),
  data: z.unknown(),
});

/** A message and how it fared. */
export const deliveryDocument = z.strictObject({
  id: z.string(),
  status: z.enum(['waiting', 'collected', 'digested', 'delivered', 'failed']),
  attempts: wholeNumber,
  created: time,
  nextTry: z.exactOptional(time),
  finished: z.exactOptional(time),
  error: z.exactOptional(z.string()),
  event: cloudEvent,
});

export const deliveryList = z.strictObject({
  items: z.array(deliveryDocument),
  nextCursor: z.exactOptional(z.string()),
});
