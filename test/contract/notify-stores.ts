import { beforeAll, describe, expect, it } from 'vitest';
import type { Delivery } from '../../functions/notify/delivery.ts';
import { newDelivery } from '../../functions/notify/delivery-job.ts';
import { cloudEvent } from '../../functions/notify/event.ts';
import { messageId } from '../../functions/notify/message-id.ts';
import type { Subscription } from '../../functions/notify/subscription.ts';
import { type Stores, sampleNews } from '../notify/notify-world.ts';
import { noon } from './sample-scan.ts';

/** What stores of subscriptions, messages and news do. */
export function notifyStoresContract(name: string, setUp: () => Promise<Stores>): void {
  describe(name, () => {
    let stores: Stores;
    let cases = 0;
    const newTenant = (): string => {
      cases += 1;
      return `notify-${cases}`;
    };
    const subscriptionOf = (tenant: string, change: Partial<Subscription> = {}): Subscription => ({
      ...{ tenant, name: 'team', target: 'webhook', sealed: 'x', shown: 'https://a.example', filter: {} },
      ...{ state: 'active', created: noon, updated: noon, fence: 1 },
      ...change,
    });
    const deliveryOf = (tenant: string, text: string, change: Partial<Delivery> = {}): Delivery => {
      const event = cloudEvent('test', messageId(text), noon, {});
      const beginning = { tenant, subscription: 'team', created: noon, event };
      return { ...newDelivery(beginning, 'waiting', noon), ...change };
    };

    beforeAll(async () => {
      stores = await setUp();
    });

    it('subscription store: one is made once, read back, listed by name and removed', async () => {
      const tenant = newTenant();
      const { subscriptions } = stores;
      const team = subscriptionOf(tenant, { filter: { fixable: true } });
      expect(await subscriptions.create(team)).toBe(true);
      expect(await subscriptions.create(team)).toBe(false);
      await subscriptions.create(subscriptionOf(tenant, { name: 'beta' }));
      expect(await subscriptions.read(tenant, 'team')).toEqual(team);
      expect((await subscriptions.list(tenant)).map((one) => one.name)).toEqual(['beta', 'team']);
      expect(await subscriptions.list(newTenant())).toEqual([]);
      expect([await subscriptions.remove(tenant, 'team'), await subscriptions.remove(tenant, 'team')]).toEqual([
        true,
        false,
      ]);
      expect(await subscriptions.read(tenant, 'team')).toBeUndefined();
      expect(await subscriptions.replace({ ...team, fence: 2 }, 1)).toBe(false);
    });

    it('subscription store: a write that expects an older fence changes nothing', async () => {
      const tenant = newTenant();
      const { subscriptions } = stores;
      const team = subscriptionOf(tenant);
      await subscriptions.create(team);
      expect(await subscriptions.replace({ ...team, fence: 2, shown: 'one' }, 1)).toBe(true);
      expect(await subscriptions.replace({ ...team, fence: 2, shown: 'two' }, 1)).toBe(false);
      expect(await subscriptions.read(tenant, 'team')).toMatchObject({ shown: 'one' });
    });

    it('subscription store: those whose digest is due are found, until it is not', async () => {
      const tenant = newTenant();
      const { subscriptions } = stores;
      const dueNames = async () =>
        (await subscriptions.due(noon, 100)).filter((one) => one.tenant === tenant).map((one) => one.name);
      await subscriptions.create(subscriptionOf(tenant, { name: 'late', due: noon + 1 }));
      await subscriptions.create(subscriptionOf(tenant, { name: 'now', due: noon }));
      await subscriptions.create(subscriptionOf(tenant, { name: 'never' }));
      expect(await dueNames()).toEqual(['now']);
      await subscriptions.replace(subscriptionOf(tenant, { name: 'now', fence: 2 }), 1);
      expect(await dueNames()).toEqual([]);
    });

    it('delivery store: one message is made once, read back and found while it is due', async () => {
      const tenant = newTenant();
      const { deliveries } = stores;
      const one = deliveryOf(tenant, `${tenant}-1`);
      expect([await deliveries.create(one), await deliveries.create(one)]).toEqual([true, false]);
      await deliveries.create(deliveryOf(tenant, `${tenant}-2`, { due: noon + 5 }));
      const dueIds = async (now: number) =>
        (await deliveries.due(now, 100)).filter((key) => key.tenant === tenant).map(({ id }) => id);
      expect(await dueIds(noon)).toEqual([one.id]);
      expect(await dueIds(noon + 5)).toHaveLength(2);
      const [key] = (await deliveries.due(noon, 100)).filter((found) => found.tenant === tenant);
      expect(await deliveries.read(key!)).toEqual(one);
      const { due: _, ...done } = one;
      expect(await deliveries.replace({ ...done, status: 'delivered', fence: 2 }, 1)).toBe(true);
      expect(await deliveries.replace({ ...one, fence: 3 }, 1)).toBe(false);
      expect(await dueIds(noon)).toEqual([]);
    });

    it('delivery store: the messages of a subscription are listed newest first, page by page', async () => {
      const tenant = newTenant();
      const { deliveries } = stores;
      for (let index = 0; index < 5; index += 1) {
        await deliveries.create(deliveryOf(tenant, `${tenant}-${index}`, { created: noon + index }));
      }
      const query = { tenant, subscription: 'team', limit: 2 };
      const times: number[] = [];
      let after: string | undefined;
      do {
        const page = await deliveries.list({ ...query, ...(after !== undefined && { after }) });
        times.push(...page.deliveries.map(({ created }) => created - noon));
        after = page.next;
      } while (after !== undefined);
      expect(times).toEqual([4, 3, 2, 1, 0]);
      expect((await deliveries.list({ ...query, subscription: 'beta' })).deliveries).toEqual([]);
    });

    it('news store: the first source owns what it saw, and finds it again in groups', async () => {
      const tenant = newTenant();
      const { news } = stores;
      const digests = ['a', 'b'].map((letter) => `sha256:${letter.repeat(64)}`);
      for (const digest of digests) {
        for (const vulnerability of ['CVE-2026-1', 'CVE-2026-10', 'GHSA-x']) {
          expect(await news.note(sampleNews({ tenant, digest, vulnerability }))).toBe('run-1');
        }
      }
      expect(await news.note(sampleNews({ tenant, digest: digests[0]!, source: 'run-2' }))).toBe('run-1');
      expect(await news.note(sampleNews({ tenant, digest: digests[0]! }))).toBe('run-1');
      expect(await news.note(sampleNews({ tenant, digest: digests[0]!, database: 'g3', source: 'run-2' }))).toBe(
        'run-2',
      );
      expect(await news.note(sampleNews({ tenant, digest: digests[1]!, database: 'g3', source: 'i1-1' }))).toBe('i1-1');
      const found: string[] = [];
      for await (const one of news.of(tenant, 'g2', ['run-1'])) found.push(one.vulnerability);
      const groups = found.filter((id, index) => id !== found[index - 1]);
      expect(found).toHaveLength(6);
      expect(groups.toSorted()).toEqual(['CVE-2026-1', 'CVE-2026-10', 'GHSA-x']);
      const others = await Array.fromAsync(news.of(tenant, 'g3', ['run-2']));
      expect(others).toHaveLength(1);
      expect(await Array.fromAsync(news.of(tenant, 'g3', ['run-2', 'i1-1', 'i2-1']))).toHaveLength(2);
      expect(await Array.fromAsync(news.of(tenant, 'g2', ['run-2']))).toEqual([]);
    });
  });
}
