import type { Delivery } from './delivery.ts';
import type { CloudEvent } from './event.ts';

const minute = 60_000;
const hour = 60 * minute;

export const deliveryLimits = {
  /** milliseconds before the second try and each later one: 8 tries within 24 hours */
  pausesMs: [5_000, 5 * minute, 30 * minute, 2 * hour, 4 * hour, 6 * hour, 10 * hour],
  /** while a receiver does not answer, its other messages wait for so long */
  silentMs: minute,
  /** a receiver may ask for no longer pause: it would use up the day */
  longestAskedMs: 10 * hour,
  /** a sender that does not come back in this time is gone */
  leaseMs: minute,
  lifetimeMs: 24 * hour,
  /** a subscription that failed for so long is disabled */
  disableAfterMs: 120 * hour,
  retentionDays: 30,
} as const;

type Beginning = Pick<Delivery, 'tenant' | 'subscription' | 'created'> & { event: CloudEvent };

/** A message that is to be sent at once, or kept for a digest. */
export const newDelivery = (beginning: Beginning, status: 'waiting' | 'collected', now: number): Delivery => ({
  ...beginning,
  id: beginning.event.id,
  status,
  attempts: 0,
  ...(status === 'waiting' && { due: now }),
  ...lifeFrom(now),
  fence: 1,
});

/** When it came to wait or to be collected, whatever the time of what it tells. */
export const begunAt = ({ deadline }: Pick<Delivery, 'deadline'>): number => deadline - deliveryLimits.lifetimeMs;

const lifeFrom = (now: number): Pick<Delivery, 'deadline' | 'expires'> => ({
  deadline: now + deliveryLimits.lifetimeMs,
  expires: Math.ceil(now / 1000) + deliveryLimits.retentionDays * 86_400,
});

/** A sender takes it; when it is not heard of again, somebody else does after the lease. */
export const taken = (delivery: Delivery, holder: string, now: number): Delivery => ({
  ...delivery,
  holder,
  fence: delivery.fence + 1,
  attempts: delivery.attempts + 1,
  due: now + deliveryLimits.leaseMs,
});

/** Its sender is gone: the next one may take it at once. */
export const givenBack = ({ holder: _, ...rest }: Delivery, now: number): Delivery => ({
  ...rest,
  fence: rest.fence + 1,
  due: now,
});

export const delivered = (delivery: Delivery, now: number): Delivery => {
  const { due: _, error: _error, holder: _holder, ...rest } = delivery;
  return { ...rest, fence: delivery.fence + 1, status: 'delivered', finished: now };
};

/** It is not tried again. */
export const failed = (delivery: Delivery, error: string, now: number): Delivery => {
  const { due: _, holder: _holder, ...rest } = delivery;
  return { ...rest, fence: delivery.fence + 1, status: 'failed', error, finished: now };
};

/** After a try that failed: waits longer each time (`chance` in [0, 1) spreads it by a fifth), as long as a receiver asked, or is given up. */
export function failedOnce(
  delivery: Delivery,
  failure: { error: string; retryAfterMs?: number | undefined },
  now: number,
  chance: number,
): Delivery {
  const pause = deliveryLimits.pausesMs[delivery.attempts - 1];
  if (pause === undefined) return failed(delivery, failure.error, now);
  const asked = Math.min(failure.retryAfterMs ?? 0, deliveryLimits.longestAskedMs);
  // The last pause ends within the day, however long chance made those before.
  const usual = Math.min(now + pause * (0.9 + chance * 0.2), delivery.deadline - deliveryLimits.leaseMs);
  const due = Math.max(usual, now + asked);
  if (due <= now || due >= delivery.deadline) return failed(delivery, failure.error, now);
  const { holder: _, ...rest } = delivery;
  return { ...rest, fence: delivery.fence + 1, due: Math.round(due), error: failure.error };
}

/** Its receiver did not answer to another message a moment ago. */
export const postponed = (delivery: Delivery, now: number): Delivery => ({
  ...delivery,
  fence: delivery.fence + 1,
  due: now + deliveryLimits.silentMs,
});

/** It went into a digest. */
export const digested = (delivery: Delivery, now: number): Delivery => ({
  ...delivery,
  fence: delivery.fence + 1,
  status: 'digested',
  finished: now,
});

/** Sent again from the beginning, as the same message. */
export const replayed = (delivery: Delivery, now: number): Delivery => {
  const { error: _, finished: _finished, ...rest } = delivery;
  return {
    ...rest,
    fence: delivery.fence + 1,
    status: 'waiting',
    attempts: 0,
    due: now,
    ...lifeFrom(now),
  };
};
