import { z } from 'zod';
import { DrydockError } from '../errors.ts';
import { parseRepositoryPattern } from '../image/repository-pattern.ts';
import { severities } from '../image/severity.ts';
import type { DigestTimes } from './digest-times.ts';
import { eventKinds } from './event.ts';
import type { NewsFilter, Target } from './subscription.ts';

const url = z.url().max(2_048);

/** What `PUT /subscriptions/{name}` takes. */
export const subscriptionRequest = z.strictObject({
  target: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('webhook'), url }),
    z.strictObject({ type: z.literal('slack'), url }),
    z.strictObject({ type: z.literal('eventbridge'), bus: z.string().regex(/^[\w.:/-]{1,1600}$/) }),
    z.strictObject({ type: z.literal('sns'), topic: z.string().regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w.-]{1,256}$/) }),
  ]),
  filter: z
    .strictObject({
      severities: z.array(z.enum(severities)).min(1).exactOptional(),
      fixable: z.boolean().exactOptional(),
      repositories: z.array(z.string()).min(1).max(100).exactOptional(),
      events: z.array(z.enum(eventKinds)).min(1).exactOptional(),
    })
    .exactOptional(),
  digest: z
    .strictObject({
      every: z.enum(['hour', 'day', 'week']),
      hour: z.int().min(0).max(23).default(8),
    })
    .exactOptional(),
  paused: z.boolean().exactOptional(),
});

export interface SubscriptionRequest {
  target: Target;
  filter: NewsFilter;
  digest?: DigestTimes | undefined;
  paused: boolean;
}

/** Throws DrydockError `bad_request` that names the place, never a value: URLs may be secrets. */
export function readSubscription(body: unknown): SubscriptionRequest {
  const parsed = subscriptionRequest.safeParse(body);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new DrydockError('bad_request', `${path.length === 0 ? 'the subscription' : path.join('.')}: ${message}`);
  }
  const { target, filter = {}, digest, paused = false } = parsed.data;
  for (const pattern of filter.repositories ?? []) parseRepositoryPattern(pattern);
  return { target, filter, digest, paused };
}
