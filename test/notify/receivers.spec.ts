import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { deliverDue } from '../../functions/notify/deliver.ts';
import { deliveryLimits } from '../../functions/notify/delivery-job.ts';
import { listDeliveries, replayDeliveries, sendTest } from '../../functions/notify/manage-deliveries.ts';
import type { Reply } from '../../functions/notify/ports.ts';
import { announcedWorld as announced } from './announced-world.ts';
import { admin, start } from './notify-world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const answers: fc.Arbitrary<Reply | 'unreachable'> = fc.oneof(
  fc.constant('unreachable' as const),
  fc.record({
    status: fc.constantFrom(200, 204, 301, 307, 400, 401, 404, 408, 418, 429, 500, 501, 503),
    retryAfter: fc.oneof(fc.constant(0), fc.nat(5_000), fc.constant(10 ** 15)),
  }),
);

describe('receivers that fail', () => {
  it('delivery: whatever a receiver answers, it is tried at most 8 times in 24 hours and never after a success (F34)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(answers, { minLength: 8, maxLength: 8 }), async (script) => {
        const { receiver, time, deps, sent, rowOf } = await announced();
        const tries: { at: number; isTaken: boolean }[] = [];
        receiver.answer = () => {
          const answer = script[tries.length]!;
          tries.push({ at: time.now, isTaken: answer !== 'unreachable' && answer.status < 300 });
          if (answer === 'unreachable') throw new DrydockError('registry_unavailable', 'it does not answer');
          return answer;
        };
        for (const end = start + 3 * day; time.now < end; time.now += 5 * minute) {
          await deliverDue(deps);
          time.now += 6_000;
          await deliverDue(deps);
        }
        expect(tries.length).toBeLessThanOrEqual(8);
        expect(tries.at(-1)!.at - start).toBeLessThan(day);
        const taken = tries.findIndex(({ isTaken }) => isTaken);
        expect(taken).toBe(taken < 0 ? -1 : tries.length - 1);
        expect(await rowOf()).toMatchObject({ status: taken < 0 ? 'failed' : 'delivered', attempts: tries.length });
        expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
        for (const [at, { at: time }] of tries.entries()) {
          if (at > 0) expect(time - tries[at - 1]!.at).toBeGreaterThanOrEqual(deliveryLimits.pausesMs[at - 1]! * 0.9);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('delivery: one that asks to wait for years is tried again within the day', async () => {
    const { receiver, time, deps, rowOf } = await announced();
    receiver.answer = () => ({ status: 429, retryAfter: 10 ** 15 });
    await deliverDue(deps);
    expect(await rowOf()).toMatchObject({ status: 'waiting', error: 'the receiver answered 429' });
    receiver.answer = () => ({ status: 200 });
    time.now += 10 * hour;
    await deliverDue(deps);
    expect(await rowOf()).toMatchObject({ status: 'delivered', attempts: 2 });
  });

  it('delivery: one that says 501 itself is tried again as for any other error', async () => {
    const { receiver, deps, rowOf } = await announced();
    receiver.answer = () => ({ status: 501 });
    await deliverDue(deps);
    expect(await rowOf()).toMatchObject({ status: 'waiting', error: 'the receiver answered 501' });
  });

  it('delivery: an address that is forbidden is not tried again, whatever cannot be sent says so without telling why (S23)', async () => {
    const { receiver, deps, rowOf, logged } = await announced();
    receiver.answer = () => Promise.reject(new TypeError('secret https://receiver.example/hook?token=x'));
    await deliverDue(deps);
    expect(await rowOf()).toMatchObject({ status: 'waiting', error: 'it could not be sent' });
    expect(logged).toContain('sending failed');
    await sendTest(deps, admin, 'team');
    receiver.answer = () => Promise.reject(new DrydockError('forbidden_address', 'it is not public'));
    await deliverDue(deps);
    const { deliveries } = await listDeliveries(deps, admin, 'team', { limit: 9 });
    expect(deliveries.map(({ status, error }) => [status, error])).toContainEqual(['failed', 'it is not public']);
  });

  it('delivery: one receiver that never answers keeps no other from its messages', async () => {
    const { receiver, deps, sent, subscribe } = await announced();
    await subscribe('other', { target: { type: 'webhook', url: 'https://other.example/hook' } });
    await sendTest(deps, admin, 'other');
    receiver.answer = ({ url }) => (url.includes('other') ? { status: 204 } : new Promise<Reply>(() => undefined));
    void deliverDue(deps);
    await expect.poll(() => sent.length).toBe(2);
    await expect
      .poll(async () => (await listDeliveries(deps, admin, 'other', { limit: 1 })).deliveries[0]!.status)
      .toBe('delivered');
  });
});

describe('hosts that lack a way to send', () => {
  it.each([
    ['a bus', { type: 'eventbridge', bus: 'default' }],
    ['a topic', { type: 'sns', topic: 'arn:aws:sns:eu-west-1:123456789012:x' }],
  ])('delivery: a message to %s that the host cannot reach fails at once and says so', async (_, target) => {
    const { deps, subscribe, rowOf } = await announced();
    await subscribe('team', { target });
    await deliverDue({ ...deps, transports: { http: deps.transports.http } });
    expect(await rowOf()).toMatchObject({ status: 'failed', attempts: 1, error: 'this server cannot send there' });
  });
});

describe('many messages', () => {
  it('delivery: a receiver that was away gets every message of the day in rounds, each once (F34)', async () => {
    const { receiver, time, deps, sent } = await announced();
    for (let at = 0; at < 250; at += 1) await sendTest(deps, admin, 'team');
    receiver.answer = () => ({ status: 503 });
    while ((await deliverDue(deps)) > 0);
    expect(sent).toHaveLength(251);
    sent.length = 0;
    receiver.answer = () => ({ status: 204 });
    time.now += 10 * minute;
    while ((await deliverDue(deps)) > 0);
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(251);
    expect(sent).toHaveLength(251);
  });

  it('delivery: replay goes over every page of what failed, not over what is older or was delivered', async () => {
    const { receiver, deps, sent, settle, subscribe, time } = await announced();
    await deliverDue(deps);
    time.now += hour;
    const since = time.now;
    receiver.answer = () => ({ status: 500 });
    for (let at = 0; at < 230; at += 1) await sendTest(deps, admin, 'team');
    await settle();
    await subscribe('team');
    expect(await replayDeliveries(deps, admin, 'team', since)).toBe(230);
    receiver.answer = () => ({ status: 204 });
    sent.length = 0;
    while ((await deliverDue(deps)) > 0);
    expect(sent).toHaveLength(230);
  });
});

describe('receivers that do not answer', () => {
  it('delivery: one that is silent is not waited for with each of its messages, and those of others go out (F34)', async () => {
    const { receiver, time, deps, sent, subscribe } = await announced();
    for (let at = 0; at < 60; at += 1) await sendTest(deps, admin, 'team');
    await subscribe('other', { target: { type: 'webhook', url: 'https://other.example/hook' } });
    await sendTest(deps, admin, 'other');
    receiver.answer = ({ url }) =>
      url.includes('other')
        ? { status: 204 }
        : Promise.reject(new DrydockError('registry_unavailable', 'it does not answer'));
    expect(await deliverDue(deps)).toBe(62);
    const silent = () => sent.filter(({ url }) => !url.includes('other')).length;
    expect([sent.length - silent(), silent() <= 8]).toEqual([1, true]);
    expect(await deliverDue(deps)).toBe(0);
    receiver.answer = () => ({ status: 204 });
    time.now += minute;
    while ((await deliverDue(deps)) > 0);
    const { deliveries } = await listDeliveries(deps, admin, 'team', { limit: 100 });
    expect(deliveries.map(({ status }) => status)).toEqual(Array.from({ length: 61 }, () => 'delivered'));
  });

  it.each([0, 0.999])('delivery: whatever chance says (%d), there are 8 tries within 24 hours', async (chance) => {
    const { receiver, time, deps, sent } = await announced();
    receiver.answer = () => ({ status: 503 });
    for (const end = start + 2 * day; time.now < end; time.now += 5_000)
      await deliverDue({ ...deps, chance: () => chance });
    expect(sent).toHaveLength(8);
    const times = sent.map(({ headers }) => Number(headers['webhook-timestamp']) * 1_000 - start);
    expect(times.at(-1)).toBeLessThan(day);
  });
});
