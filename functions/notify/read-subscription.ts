import * as z from 'zod/mini';
import { parseRepositoryPattern } from '../image/repository-pattern.ts';
import { severities } from '../image/severity.ts';
import type { DigestTimes } from './digest-times.ts';
import { eventKinds } from './event.ts';
import type { NewsFilter, Target } from './subscription.ts';

const url = z.url({ error: 'expected a URL' }).check(z.maxLength(2_048));
const oneOf = <const T extends readonly string[]>(names: T) =>
  z.enum(names, { error: `expected one of ${names.join(', ')}` });
const bus = z.string().check(z.regex(/^[\w.:/-]{1,1600}$/, { error: 'expected the name or ARN of a bus' }));
const topic = z
  .string()
  .check(z.regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w.-]{1,256}$/, { error: 'expected the ARN of a topic' }));
const everyHour = z.number({ error: 'expected an hour from 0 to 23' });

/** The body of `PUT /subscriptions/{name}`. */
export const subscriptionSchema = z.strictObject({
  target: z.discriminatedUnion(
    'type',
    [
      z.strictObject({ type: z.literal('webhook'), url }),
      z.strictObject({ type: z.literal('slack'), url }),
      z.strictObject({ type: z.literal('eventbridge'), bus }),
      z.strictObject({ type: z.literal('sns'), topic }),
    ],
    { error: 'expected a target with type webhook, slack, eventbridge or sns' },
  ),
  filter: z.optional(
    z.strictObject({
      severities: z.optional(z.array(oneOf(severities)).check(z.minLength(1))),
      fixable: z.optional(z.boolean()),
      repositories: z.optional(z.array(z.string()).check(z.minLength(1), z.maxLength(100))),
      events: z.optional(z.array(oneOf(eventKinds)).check(z.minLength(1))),
    }),
  ),
  digest: z.optional(
    z.strictObject({
      every: oneOf(['hour', 'day', 'week']),
      hour: z.optional(everyHour.check(z.int(), z.gte(0), z.lte(23))),
    }),
  ),
  paused: z.optional(z.boolean()),
});

export interface SubscriptionRequest {
  target: Target;
  filter: NewsFilter;
  digest?: DigestTimes | undefined;
  paused: boolean;
}

/** When people begin to work, or nearly: the hour of digests where none is said. */
const usualHour = 8;

/** Throws DrydockError `bad_request` for a pattern of repositories that is none. */
export function readSubscription(body: z.output<typeof subscriptionSchema>): SubscriptionRequest {
  const { target, filter = {}, digest, paused = false } = body;
  const { severities: some, fixable, repositories, events } = filter;
  for (const pattern of repositories ?? []) parseRepositoryPattern(pattern);
  return {
    target,
    filter: {
      ...(some !== undefined && { severities: some }),
      ...(fixable !== undefined && { fixable }),
      ...(repositories !== undefined && { repositories }),
      ...(events !== undefined && { events }),
    },
    ...(digest !== undefined && { digest: { every: digest.every, hour: digest.hour ?? usualHour } }),
    paused,
  };
}
