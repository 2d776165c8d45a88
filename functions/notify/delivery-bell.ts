import type { Delivery } from './delivery.ts';
import type { Clock, DeliveryKey, DeliveryStore, NotifyLog } from './ports.ts';

/** Calls a sender to a message, after so many milliseconds; a call may be lost, or come twice. */
export interface DeliveryBell {
  ring(key: DeliveryKey, afterMs: number): Promise<void>;
}

export interface RingingDeps {
  bell: DeliveryBell;
  clock: Clock;
  log: NotifyLog;
}

/** The store, ringing for each message it wrote that waits for its next try. The row is the truth: where nobody rang, the sweeper finds it. */
export function ringingDeliveries(store: DeliveryStore, { bell, clock, log }: RingingDeps): DeliveryStore {
  const ringFor = async (delivery: Delivery): Promise<void> => {
    const { status, due, holder, tenant, subscription, id, created } = delivery;
    if (status !== 'waiting' || due === undefined || holder !== undefined) return;
    await bell.ring({ tenant, subscription, id, created }, Math.max(0, due - clock())).catch((error: unknown) => {
      log.warn('nobody called for a message', { message: id, error });
    });
  };
  return {
    ...store,
    async create(delivery) {
      const isNew = await store.create(delivery);
      if (isNew) await ringFor(delivery);
      return isNew;
    },
    async replace(delivery, fence) {
      const isWritten = await store.replace(delivery, fence);
      if (isWritten) await ringFor(delivery);
      return isWritten;
    },
  };
}
