import type { Delivery } from '../../notify/delivery.ts';
import type { Subscription } from '../../notify/subscription.ts';

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A subscription as clients see it: never its secret, of a URL the origin alone; times as RFC 3339. */
export const subscriptionView = (subscription: Subscription) => {
  const { name, target, shown, filter, digest, state, reason, failingSince, due, created, updated } = subscription;
  return {
    name,
    target: { type: target, to: shown },
    filter,
    ...(digest !== undefined && { digest }),
    ...(due !== undefined && { nextDigest: time(due) }),
    state,
    ...(reason !== undefined && { reason }),
    ...(failingSince !== undefined && { failingSince: time(failingSince) }),
    created: time(created),
    updated: time(updated),
  };
};

/** A message as clients see it, with the event as it was or will be sent. */
export const deliveryView = ({ id, status, attempts, due, error, created, finished, event }: Delivery) => ({
  ...{ id, status, attempts },
  created: time(created),
  ...(due !== undefined && { nextTry: time(due) }),
  ...(finished !== undefined && { finished: time(finished) }),
  ...(error !== undefined && { error }),
  event,
});
