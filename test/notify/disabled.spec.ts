import { describe, expect, it } from 'vitest';
import { announceNews } from '../../functions/notify/announce.ts';
import { deliverDue } from '../../functions/notify/deliver.ts';
import { listDeliveries, replayDeliveries, sendTest } from '../../functions/notify/manage-deliveries.ts';
import { readSubscriptionOf } from '../../functions/notify/manage-subscriptions.ts';
import { announcedWorld as announced } from './announced-world.ts';
import { admin, type notifyWorld, sampleNews, start } from './notify-world.ts';

const run = { tenant: 'acme', id: 'run-1', database: 'g2', time: start };
const day = 86_400_000;

describe('subscriptions that are disabled', () => {
  async function disabled() {
    const world = await announced();
    world.receiver.answer = () => ({ status: 500 });
    for (let at = 0; at <= 5; at += 1) {
      await sendTest(world.deps, admin, 'team');
      await deliverDue(world.deps);
      world.time.now += day;
    }
    return world;
  }
  const stateOf = async ({ deps }: Pick<ReturnType<typeof notifyWorld>, 'deps'>) =>
    readSubscriptionOf(deps, admin, 'team');

  it('subscription: after five days of failures it shows its state and reason, and nothing is sent any more', async () => {
    const world = await disabled();
    expect(await stateOf(world)).toMatchObject({ state: 'disabled', reason: 'it has failed for 5 days' });
    const tries = world.sent.length;
    await sendTest(world.deps, admin, 'team');
    await announceNews(world.deps, { ...run, id: 'run-2' }, [sampleNews({ source: 'run-2' })]);
    await deliverDue(world.deps);
    expect(world.sent).toHaveLength(tries);
    const [first] = (await listDeliveries(world.deps, admin, 'team', { limit: 1 })).deliveries;
    expect(first).toMatchObject({ status: 'failed', error: 'the subscription is disabled' });
    await expect(replayDeliveries(world.deps, admin, 'team', 0)).rejects.toMatchObject({ code: 'bad_request' });
    expect(world.counted.get('SubscriptionsDisabled')).toBe(1);
  });

  it('subscription: put again it is enabled, and one failure more does not disable it', async () => {
    const world = await disabled();
    await world.subscribe('team');
    expect(await stateOf(world)).not.toHaveProperty('reason');
    await sendTest(world.deps, admin, 'team');
    await deliverDue(world.deps);
    expect(await stateOf(world)).toMatchObject({ state: 'active', failingSince: world.time.now });
  });

  it('subscription: a success counts though whoever sent it dies before the subscription knows', async () => {
    const world = await announced();
    const { deps, time, receiver, rowOf } = world;
    receiver.answer = () => ({ status: 500 });
    await deliverDue(deps);
    receiver.answer = () => ({ status: 204 });
    time.now += 10_000;
    const subscriptions = { ...deps.subscriptions, replace: () => Promise.reject(new Error('died')) };
    await deliverDue({ ...deps, subscriptions });
    expect(await rowOf()).toMatchObject({ status: 'delivered' });
    time.now += 6 * day;
    receiver.answer = () => ({ status: 500 });
    // More than a page of failures since.
    for (let at = 0; at < 120; at += 1) await sendTest(deps, admin, 'team');
    while ((await deliverDue(deps)) > 0);
    expect(await stateOf(world)).toMatchObject({ state: 'active', failingSince: time.now });
  });
});
