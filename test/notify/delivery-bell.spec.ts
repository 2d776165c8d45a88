import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { announceNews } from '../../functions/notify/announce.ts';
import { deliverDue } from '../../functions/notify/deliver.ts';
import { ringingDeliveries } from '../../functions/notify/delivery-bell.ts';
import { formatDeliveryKey, parseDeliveryKey } from '../../functions/notify/delivery-message.ts';
import { replayDeliveries, sendTest } from '../../functions/notify/manage-deliveries.ts';
import type { DeliveryKey } from '../../functions/notify/ports.ts';
import { admin, notifyWorld, sampleNews, start } from './notify-world.ts';

const source = { tenant: 'acme', id: 'run-1', database: 'g2', time: start };

function ringingWorld(bell?: () => Promise<void>) {
  const world = notifyWorld();
  const rung: { key: DeliveryKey; afterMs: number }[] = [];
  const ring = async (key: DeliveryKey, afterMs: number) => {
    rung.push({ key, afterMs });
    await bell?.();
  };
  const { deliveries, clock, log } = world.deps;
  const deps = { ...world.deps, deliveries: ringingDeliveries(deliveries, { bell: { ring }, clock, log }) };
  return { ...world, deps, rung };
}

describe('doorbells of messages', () => {
  it('bell: each new message is rung for once, however often it is announced', async () => {
    const { deps, rung, subscribe } = ringingWorld();
    await subscribe('team');
    for (const _ of [1, 2]) await announceNews(deps, source, [sampleNews()]);
    expect(rung).toEqual([
      { key: { tenant: 'acme', subscription: 'team', id: expect.stringMatching(/^d/), created: start }, afterMs: 0 },
    ]);
  });

  it('bell: what waits for a digest is not rung for', async () => {
    const { deps, rung, subscribe } = ringingWorld();
    await subscribe('team', { digest: { every: 'day' } });
    await announceNews(deps, source, [sampleNews()]);
    expect(rung).toEqual([]);
  });

  it('bell: after a try that failed it rings for when the next one is due; taking and delivering do not ring', async () => {
    const { deps, rung, subscribe, receiver, time } = ringingWorld();
    await subscribe('team');
    receiver.answer = () => ({ status: 500 });
    await sendTest(deps, admin, 'team');
    await deliverDue(deps);
    expect(rung.map(({ afterMs }) => afterMs)).toEqual([0, 5_000]);
    receiver.answer = () => ({ status: 204 });
    time.now += 5_000;
    await deliverDue(deps);
    expect(rung).toHaveLength(2);
  });

  it('bell: a replayed message is rung for again', async () => {
    const { deps, rung, subscribe, receiver, sent } = ringingWorld();
    await subscribe('team');
    receiver.answer = () => Promise.reject(new DrydockError('forbidden_address', 'not there'));
    await sendTest(deps, admin, 'team');
    await deliverDue(deps);
    expect(await replayDeliveries(deps, admin, 'team', start)).toBe(1);
    expect(rung.map(({ afterMs }) => afterMs)).toEqual([0, 0]);
    expect(sent).toHaveLength(1);
  });

  it('bell: one that is broken is logged, and the message is sent all the same by whoever looks', async () => {
    const { deps, sent, logged, subscribe } = ringingWorld(() => Promise.reject(new Error('no queue')));
    await subscribe('team');
    await sendTest(deps, admin, 'team');
    expect(logged).toEqual(['nobody called for a message']);
    await deliverDue(deps);
    expect(sent).toHaveLength(1);
  });
});

describe('a doorbell as queues carry it', () => {
  const key = { tenant: 'acme', subscription: 'team', id: `d${'0a'.repeat(16)}`, created: start };

  it('message: is read as it was written', () => {
    expect(parseDeliveryKey(formatDeliveryKey(key))).toEqual(key);
  });

  it('message: garbage is none of ours, and never an error', () => {
    const values = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 0.5, 1e21, 'd', '', '__proto__', 'A#B'));
    fc.assert(
      fc.property(fc.constantFrom('tenant', 'subscription', 'id', 'created'), values, (place, value) => {
        const parsed = parseDeliveryKey(JSON.stringify({ ...key, [place]: value }));
        if (parsed !== undefined) expect(formatDeliveryKey(parsed)).toBe(JSON.stringify({ ...key, [place]: value }));
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseDeliveryKey(text)).toBeUndefined();
      }),
    );
  });

  it.each([
    ['no JSON', '{"tenant":'],
    ['no object', 'null'],
    ['no tenant', JSON.stringify({ ...key, tenant: 'A#B' })],
    ['no name', JSON.stringify({ ...key, subscription: 'a#b' })],
    ['no id', JSON.stringify({ ...key, id: 'd1' })],
    ['no time', JSON.stringify({ ...key, created: '1' })],
  ])('message: %s is none of ours', (_, text) => {
    expect(parseDeliveryKey(text)).toBeUndefined();
  });
});
