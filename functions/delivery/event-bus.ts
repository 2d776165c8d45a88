import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DrydockError } from '../errors.ts';
import type { EventBus } from '../notify/ports.ts';

/** Events on the listed buses of EventBridge. Rejects with DrydockError `forbidden_address` for any other, `storage_unavailable` when one does not take it. */
export const eventBus = (client: EventBridgeClient, buses: readonly string[]): EventBus => ({
  async put(bus, event) {
    if (!buses.includes(bus)) throw new DrydockError('forbidden_address', 'this bus is not among those of the server');
    const Entries = [
      {
        EventBusName: bus,
        Source: 'drydock',
        DetailType: event.type,
        Time: new Date(event.time),
        Detail: JSON.stringify(event),
      },
    ];
    try {
      const { FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries }));
      if (FailedEntryCount === 0) return;
    } catch (cause) {
      throw new DrydockError('storage_unavailable', 'the bus cannot be used right now', { cause });
    }
    throw new DrydockError('storage_unavailable', 'the bus did not take the event');
  },
});
