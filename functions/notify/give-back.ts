import { deliveryLimits, givenBack } from './delivery-job.ts';
import type { Clock, DeliveryStore } from './ports.ts';

/** Whoever waits for their time stands before them. */
const most = 10_000;

/** Takes messages back from senders, for a process that knows that there are none any more; resolves to how many. */
export async function giveBack(deps: { deliveries: DeliveryStore; clock: Clock }): Promise<number> {
  const { deliveries, clock } = deps;
  let given = 0;
  for (const key of await deliveries.due(clock() + deliveryLimits.leaseMs, most)) {
    const row = await deliveries.read(key);
    if (row?.status !== 'waiting' || row.holder === undefined) continue;
    if (await deliveries.replace(givenBack(row, clock()), row.fence)) given += 1;
  }
  return given;
}
