import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { announceNews } from '../../functions/notify/announce.ts';
import { deliverDue } from '../../functions/notify/deliver.ts';
import { giveBack } from '../../functions/notify/give-back.ts';
import { listDeliveries, replayDeliveries, sendTest } from '../../functions/notify/manage-deliveries.ts';
import { removeSubscription, rotateSecret } from '../../functions/notify/manage-subscriptions.ts';
import { admin, notifyWorld, type Sent, sampleNews, start } from './notify-world.ts';

const run = { tenant: 'acme', id: 'run-1', database: 'g2', time: start };

/** As a receiver checks it who knows Standard Webhooks. */
const isSigned = ({ headers, body }: Sent, secret: string): boolean => {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
  return headers['webhook-signature']!.split(' ').includes(expected);
};

const announced = async (request: object = {}) => {
  const world = notifyWorld();
  const { secret = '' } = await world.subscribe('team', request);
  await world.deps.news.note(sampleNews());
  await announceNews(world.deps, run);
  const statusOf = async () => (await listDeliveries(world.deps, admin, 'team', { limit: 1 })).deliveries[0];
  return { ...world, secret, statusOf };
};

describe('delivering messages', () => {
  it('delivery: a webhook gets a signed CloudEvent', async () => {
    const { deps, sent, secret, statusOf } = await announced();
    await deliverDue(deps);
    expect(sent).toHaveLength(1);
    expect(isSigned(sent[0]!, secret)).toBe(true);
    expect(isSigned(sent[0]!, `whsec_${Buffer.alloc(32).toString('base64')}`)).toBe(false);
    expect(sent[0]!.headers).toMatchObject({
      'content-type': 'application/cloudevents+json',
      'webhook-timestamp': String(start / 1000),
    });
    const event = JSON.parse(sent[0]!.body);
    expect(event).toMatchObject({
      specversion: '1.0',
      source: 'urn:drydock',
      type: 'dev.drydock.vulnerability.new.v1',
      subject: 'CVE-2026-1',
      time: new Date(start).toISOString(),
    });
    expect(event.id).toBe(sent[0]!.headers['webhook-id']);
    expect(await statusOf()).toMatchObject({ status: 'delivered', attempts: 1 });
  });

  it('delivery: a receiver that is down is tried 8 times within 24 hours, then not any more (F34)', async () => {
    const { receiver, sent, time, settle, statusOf, deps } = await announced();
    const times: number[] = [];
    receiver.answer = () => {
      times.push(time.now);
      return { status: 503 };
    };
    await settle();
    expect(sent).toHaveLength(8);
    expect(times.at(-1)! - times[0]!).toBeLessThanOrEqual(24 * 3_600_000);
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(20 * 3_600_000);
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await statusOf()).toMatchObject({ status: 'failed', error: 'the receiver answered 503' });
    expect(deps.metrics).toBeDefined();
  });

  it('delivery: what a receiver asks to wait is waited, its later success ends the row of failures', async () => {
    const { receiver, time, deps, statusOf } = await announced();
    receiver.answer = () => ({ status: 429, retryAfter: 600 });
    await deliverDue(deps);
    expect(await deps.subscriptions.read('acme', 'team')).toMatchObject({ failingSince: start });
    time.now += 599_000;
    expect(await deliverDue(deps)).toBe(0);
    receiver.answer = () => ({ status: 200 });
    time.now += 1_000;
    expect(await deliverDue(deps)).toBe(1);
    expect(await statusOf()).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(await deps.subscriptions.read('acme', 'team')).not.toHaveProperty('failingSince');
  });

  it('delivery: a sender that dies leaves the message to the next one, under the same id', async () => {
    const { receiver, sent, time, deps, statusOf } = await announced();
    receiver.answer = () => new Promise(() => undefined);
    void deliverDue(deps);
    await expect.poll(() => sent.length).toBe(1);
    expect(await deliverDue(deps)).toBe(0);
    receiver.answer = () => ({ status: 200 });
    time.now += 60_000;
    expect(await deliverDue(deps)).toBe(1);
    expect(sent[1]!.headers['webhook-id']).toBe(sent[0]!.headers['webhook-id']);
    expect(await statusOf()).toMatchObject({ status: 'delivered', attempts: 2 });
  });

  it('delivery: what a sender had that is known to be gone is sent at once; what waits for its next try goes on waiting', async () => {
    const { receiver, sent, deps, statusOf } = await announced();
    receiver.answer = () => new Promise(() => undefined);
    void deliverDue(deps);
    await expect.poll(() => sent.length).toBe(1);
    expect(await giveBack(deps)).toBe(1);
    receiver.answer = () => ({ status: 503 });
    expect(await deliverDue(deps)).toBe(1);
    expect(sent[1]!.headers['webhook-id']).toBe(sent[0]!.headers['webhook-id']);
    expect(await statusOf()).toMatchObject({ status: 'waiting', attempts: 2 });
    expect(await giveBack(deps)).toBe(0);
    expect(await deliverDue(deps)).toBe(0);
  });

  it('delivery: two senders at once send it once', async () => {
    const { sent, deps } = await announced();
    await Promise.all([deliverDue(deps), deliverDue(deps), deliverDue(deps)]);
    expect(sent).toHaveLength(1);
  });

  it('delivery: a receiver that is gone for good (410) disables the subscription, visibly', async () => {
    const { receiver, deps, statusOf, counted } = await announced();
    receiver.answer = () => ({ status: 410 });
    await deliverDue(deps);
    expect(await statusOf()).toMatchObject({ status: 'failed' });
    expect(await deps.subscriptions.read('acme', 'team')).toMatchObject({
      state: 'disabled',
      reason: 'the receiver answered 410',
    });
    expect(counted.get('SubscriptionsDisabled')).toBe(1);
  });

  it('delivery: a subscription that fails for five days is disabled; put again it works again', async () => {
    const { receiver, time, deps, subscribe } = await announced();
    receiver.answer = () => ({ status: 500 });
    for (let day = 0; day <= 5; day += 1) {
      await deps.news.note(sampleNews({ source: `day-${day}`, vulnerability: `CVE-2026-1${day}` }));
      await announceNews(deps, { ...run, id: `day-${day}` });
      await deliverDue(deps);
      time.now += 24 * 3_600_000;
    }
    expect(await deps.subscriptions.read('acme', 'team')).toMatchObject({
      state: 'disabled',
      reason: 'it has failed for 5 days',
    });
    await subscribe('team');
    expect(await deps.subscriptions.read('acme', 'team')).toMatchObject({ state: 'active' });
  });

  it('delivery: what cannot be sent says why', async () => {
    const { deps, time } = await announced({ target: { type: 'sns', topic: 'arn:aws:sns:eu-west-1:123456789012:x' } });
    const deliveries = deps.deliveries;
    await deliverDue({ ...deps, transports: { http: deps.transports.http } });
    const [first] = (await listDeliveries(deps, admin, 'team', { limit: 1 })).deliveries;
    expect(first).toMatchObject({ status: 'failed', error: 'this server cannot send there' });
    await sendTest(deps, admin, 'team');
    await deliverDue({ ...deps, deploymentKey: Buffer.alloc(32, 8) });
    const { deliveries: rows } = await deliveries.list({ tenant: 'acme', subscription: 'team', limit: 9 });
    expect(rows.map(({ error }) => error)).toContain('the target of this subscription cannot be opened: put it again');
    await sendTest(deps, admin, 'team');
    await removeSubscription(deps, admin, 'team');
    time.now += 1;
    await deliverDue(deps);
    const { deliveries: left } = await deliveries.list({ tenant: 'acme', subscription: 'team', limit: 9 });
    expect(left.map(({ error }) => error)).toContain('there is no such subscription any more');
  });

  it('delivery: replay sends again what failed, as the same message', async () => {
    const { receiver, sent, deps, settle, statusOf, time } = await announced();
    receiver.answer = () => ({ status: 500 });
    await settle();
    receiver.answer = () => ({ status: 200 });
    const tries = sent.length;
    await deps.subscriptions
      .read('acme', 'team')
      .then((row) => deps.subscriptions.replace({ ...row!, state: 'active', fence: row!.fence + 1 }, row!.fence));
    expect(await replayDeliveries(deps, admin, 'team', time.now)).toBe(0);
    expect(await replayDeliveries(deps, admin, 'team', 0)).toBe(1);
    await deliverDue(deps);
    expect(sent).toHaveLength(tries + 1);
    expect(sent.at(-1)!.headers['webhook-id']).toBe(sent[0]!.headers['webhook-id']);
    expect(await statusOf()).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(await replayDeliveries(deps, admin, 'team', 0)).toBe(0);
  });

  it('delivery: for a while after a rotation both secrets sign', async () => {
    const { deps, sent, secret, time } = await announced();
    const { secret: next = '' } = await rotateSecret(deps, admin, 'team', 3_600_000);
    await deliverDue(deps);
    expect([isSigned(sent[0]!, secret), isSigned(sent[0]!, next)]).toEqual([true, true]);
    time.now += 3_600_001;
    await sendTest(deps, admin, 'team');
    await deliverDue(deps);
    expect([isSigned(sent[1]!, secret), isSigned(sent[1]!, next)]).toEqual([false, true]);
  });
});
