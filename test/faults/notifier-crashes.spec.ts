import { describe, expect, it } from 'vitest';
import type { Sent } from '../notify/notify-world.ts';
import { faultAt } from './faulty-port.ts';
import { turns } from './faulty-world.ts';
import { cases, faultyNotifier, recover, type World } from './notifier-cases.ts';

/** What the receiver says that it took. */
function acceptedBy({ receiver }: World): Sent[] {
  const accepted: Sent[] = [];
  const { answer } = receiver;
  receiver.answer = async (sent) => {
    const reply = await answer(sent);
    if (reply.status < 300) accepted.push(sent);
    return reply;
  };
  return accepted;
}

/** What a message is about. */
const aboutOf = (body: string): string[] => {
  const { type, data } = JSON.parse(body);
  if (type.includes('overdue')) return ['overdue'];
  return type.includes('digest') ? data.vulnerabilities.map(({ id }: { id: string }) => id).toSorted() : [data.id];
};

describe.each(cases)('$name', ({ name, prepare, run: work, again, messages }) => {
  it.each(['dies', 'dies after effect', 'fails', 'fails after effect'] as const)(
    `faults: ${name} that %s at any use of a port loses no message, and repeats one only under its id`,
    async (fault) => {
      const uses: string[] = [];
      await work(faultyNotifier(await prepare(), (operation) => void uses.push(operation)));
      expect(uses.length).toBeGreaterThan(1);
      for (let at = 1; at <= uses.length; at += 1) {
        const world = await prepare();
        const accepted = acceptedBy(world);
        const plan = faultAt(at, fault);
        await Promise.race([work(faultyNotifier(world, plan)).catch(() => undefined), turns(20)]);
        await recover(world, again);
        const place = `${fault} at ${at}: ${uses[at - 1]}`;
        const arrived = new Map<string, string[]>();
        for (const { headers, body } of accepted) arrived.set(headers['webhook-id']!, aboutOf(body));
        expect([...arrived.values()].toSorted(), place).toEqual(messages);
        // Only whoever sent and could not say so leaves the message to another try.
        const isUnknown = fault !== 'fails' && uses[at - 1] === 'http.post';
        const isUnwritten = fault !== 'fails after effect' && uses[at - 1] === 'deliveries.replace';
        if (!isUnknown && !isUnwritten) expect(accepted.length, place).toBe(messages.length);
        const { deliveries } = await world.deps.deliveries.list({ tenant: 'acme', subscription: 'team', limit: 100 });
        const left = deliveries.filter(({ status }) => status !== 'delivered' && status !== 'digested');
        expect(left, place).toEqual([]);
      }
    },
  );
});
