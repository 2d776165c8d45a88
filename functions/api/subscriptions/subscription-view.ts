import type { Delivery } from '../../notify/delivery.ts';
import type { Subscription } from '../../notify/subscription.ts';
import { timeText } from '../resources/time-text.ts';

/** A subscription as clients see it: never its secret, of a URL the origin alone; times as RFC 3339. */
export const subscriptionView = (subscription: Subscription) => {
  const { name, target, shown, filter, digest, state, reason, failingSince, due, created, updated } = subscription;
  return {
    name,
    target: { type: target, to: shown },
    filter,
    ...(digest !== undefined && { digest }),
    ...(due !== undefined && { nextDigest: timeText(due) }),
    state,
    ...(reason !== undefined && { reason }),
    ...(failingSince !== undefined && { failingSince: timeText(failingSince) }),
    created: timeText(created),
    updated: timeText(updated),
  };
};

/** A message as clients see it, with the event as it was or will be sent. */
export const deliveryView = ({ id, status, attempts, due, error, created, finished, event }: Delivery) => ({
  ...{ id, status, attempts },
  created: timeText(created),
  ...(due !== undefined && { nextTry: timeText(due) }),
  ...(finished !== undefined && { finished: timeText(finished) }),
  ...(error !== undefined && { error }),
  event,
});
