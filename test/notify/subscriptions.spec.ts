import { describe, expect, it } from 'vitest';
import { listDeliveries } from '../../functions/notify/manage-deliveries.ts';
import {
  listSubscriptions,
  readSubscriptionOf,
  removeSubscription,
  rotateSecret,
} from '../../functions/notify/manage-subscriptions.ts';
import { admin, notifyWorld } from './notify-world.ts';

const bad = expect.objectContaining({ code: 'bad_request' });

describe('subscriptions', () => {
  it('subscription: the secret is shown when it is made, never again, and kept when it is changed', async () => {
    const { deps, subscribe } = notifyWorld();
    const made = await subscribe('team');
    expect(made).toMatchObject({ isNew: true, secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) });
    const changed = await subscribe('team', { filter: { fixable: true } });
    expect(changed).toMatchObject({ isNew: false });
    expect(changed.secret).toBeUndefined();
    const stored = JSON.stringify(await readSubscriptionOf(deps, admin, 'team'));
    expect(stored).not.toContain(made.secret!);
    expect(stored).not.toContain('/hook');
    expect(JSON.parse(stored).shown).toBe('https://receiver.example');
  });

  it('subscription: one that turns from Slack to a webhook gets a secret', async () => {
    const { subscribe } = notifyWorld();
    const slack = await subscribe('team', { target: { type: 'slack', url: 'https://hooks.slack.example/T/B/x' } });
    expect(slack.secret).toBeUndefined();
    expect((await subscribe('team')).secret).toBeDefined();
  });

  it('subscription: when the key of the deployment is lost, putting it again makes a new secret', async () => {
    const world = notifyWorld();
    await world.subscribe('team');
    world.deps.deploymentKey = Buffer.alloc(32, 9);
    expect((await world.subscribe('team')).secret).toBeDefined();
  });

  it('subscription: other tenants do not see it, callers without the scope may not', async () => {
    const { deps, subscribe } = notifyWorld();
    await subscribe('team');
    const other = { ...admin, tenant: 'other' };
    await expect(readSubscriptionOf(deps, other, 'team')).rejects.toMatchObject({ code: 'not_found' });
    await expect(removeSubscription(deps, other, 'team')).rejects.toMatchObject({ code: 'not_found' });
    await expect(listDeliveries(deps, other, 'team', { limit: 1 })).rejects.toMatchObject({ code: 'not_found' });
    expect(await listSubscriptions(deps, other)).toEqual([]);
    const reader = { ...admin, scopes: ['report:read' as const] };
    await expect(listSubscriptions(deps, reader)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('subscription: names and targets that cannot be are refused', async () => {
    const { deps, subscribe } = notifyWorld();
    for (const name of ['', 'Team', 'a#b', '-a', 'a'.repeat(64)]) await expect(subscribe(name)).rejects.toEqual(bad);
    const bus = { target: { type: 'eventbridge', bus: 'default' } };
    const { bus: _, ...transports } = deps.transports;
    Object.assign(deps, { transports });
    await expect(subscribe('team', bus)).rejects.toEqual(bad);
    const { topic: _topic, ...http } = transports;
    Object.assign(deps, { transports: http });
    const topic = { target: { type: 'sns', topic: 'arn:aws:sns:eu-west-1:123456789012:x' } };
    await expect(subscribe('team', topic)).rejects.toEqual(bad);
    await expect(readSubscriptionOf(deps, admin, 'no#name')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('subscription: there are at most 100 of a tenant', async () => {
    const { subscribe } = notifyWorld();
    for (let index = 0; index < 100; index += 1) await subscribe(`s${index}`);
    await expect(subscribe('more')).rejects.toEqual(bad);
    await expect(subscribe('s7')).resolves.toMatchObject({ isNew: false });
  });

  it('subscription: two changes at once both happen, one after the other', async () => {
    const { deps, subscribe } = notifyWorld();
    await subscribe('team');
    await Promise.all([subscribe('team', { paused: true }), rotateSecret(deps, admin, 'team', 0)]);
    expect(await readSubscriptionOf(deps, admin, 'team')).toMatchObject({ fence: 3 });
  });

  it('subscription: only webhooks have a secret to rotate', async () => {
    const { deps, subscribe } = notifyWorld();
    await subscribe('bus', { target: { type: 'eventbridge', bus: 'default' } });
    await expect(rotateSecret(deps, admin, 'bus', 0)).rejects.toEqual(bad);
  });
});
