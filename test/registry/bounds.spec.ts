import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { guardedDialer } from '../../functions/network/dialer.ts';
import { authorizations, pullerKey } from '../../functions/registry/auth/authorizations.ts';
import { keepNewest } from '../../functions/registry/keep-newest.ts';
import { recentRefusals } from '../../functions/registry/recent-refusals.ts';
import { withRetries } from '../../functions/registry/retry.ts';
import { systemTiming } from '../../functions/registry/timing.ts';
import { handTiming } from './hand-timing.ts';

const down = new DrydockError('registry_unavailable', 'down');

describe('what a client keeps', () => {
  it('keep newest: the oldest makes room, and what is set again is new', () => {
    const map = new Map<string, number>();
    for (const key of ['a', 'b', 'a', 'c']) keepNewest(map, key, map.size, 2);
    expect([...map.keys()]).toEqual(['a', 'c']);
  });

  it('authorizations: a token is not used in the last seconds of its life', () => {
    const timing = handTiming();
    const kept = authorizations(timing.epoch);
    kept.keep('bob', { authorization: 'Bearer x', expires: timing.epoch() + 60_000 });
    timing.advance(49_000);
    expect(kept.find('bob')).toBe('Bearer x');
    timing.advance(2_000);
    expect(kept.find('bob')).toBeUndefined();
  });

  it('authorizations: a key tells apart who pulls what, and holds no password', () => {
    const keys = [
      pullerKey('a', 'b', undefined),
      pullerKey('a', 'c', undefined),
      pullerKey('a', 'b', { username: 'bob', password: 'hunter2' }),
      pullerKey('a', 'b', { username: 'bob', token: 'hunter2' }),
      pullerKey('a', 'b', { username: 'bobhunter2' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });

  it('refusals: thousands of them push the oldest out, and passing faults are not kept', () => {
    const refusals = recentRefusals(handTiming(), 60_000);
    const absent = new DrydockError('image_not_found', 'absent');
    for (let number = 0; number < 1_001; number += 1) refusals.note('bob', `${number}`, absent);
    refusals.note('bob', 'down', down);
    refusals.note('bob', 'odd', new Error('odd'));
    for (const question of ['0', 'down', 'odd']) expect(() => refusals.check('bob', question)).not.toThrow();
    expect(() => refusals.check('bob', '1000')).toThrow(expect.objectContaining({ code: 'image_not_found' }));
  });
});

describe('retries', () => {
  it('retries: whoever aborts while it waits gets the reason', async () => {
    const stop = new AbortController();
    const attempt = async (): Promise<never> => {
      queueMicrotask(() => stop.abort(new Error('enough')));
      throw down;
    };
    const timing = { ...systemTiming, random: () => 0.999 };
    await expect(withRetries(timing, 3, stop.signal, attempt)).rejects.toThrow('enough');
  });

  it('retries: only what may pass is tried again', async () => {
    for (const error of [
      new Error('odd'),
      new DrydockError('broken_image', 'x'),
      new DrydockError('registry_unavailable', 'x', { retryAfter: 9 }),
    ]) {
      let tries = 0;
      const attempt = async (): Promise<never> => {
        tries += 1;
        throw error;
      };
      await expect(withRetries(handTiming(), 3, undefined, attempt)).rejects.toBe(error);
      expect(tries).toBe(1);
    }
  });

  it('system timing: goes on by itself', async () => {
    const [epoch, now] = [systemTiming.epoch(), systemTiming.now()];
    await systemTiming.wait(2);
    expect(systemTiming.now()).toBeGreaterThan(now);
    expect(systemTiming.epoch()).toBeGreaterThanOrEqual(epoch);
    expect(systemTiming.random()).toBeLessThan(1);
  });
});

describe('dialer', () => {
  const url = new URL('https://registry.example.com/v2/');
  const policy = addressPolicy();

  it.each([
    ['ENOTFOUND', 'no such host'],
    ['EAI_AGAIN', 'cannot be looked up'],
    ['EOTHER', 'the connection failed'],
  ])('dialer: a name that fails with %s is unavailable', async (code, text) => {
    const dialer = guardedDialer({
      policy,
      responseMs: 5_000,
      resolve: () => Promise.reject(Object.assign(new Error(code), { code })),
    });
    const failed = dialer.get(url, { trust: 'public' });
    await expect(failed).rejects.toMatchObject({
      code: 'registry_unavailable',
      message: expect.stringContaining(text),
    });
    dialer.close();
  });

  it('dialer: a name without addresses is unavailable, one that never resolves too', async () => {
    for (const resolve of [async () => [], () => new Promise<never>(() => undefined)]) {
      const dialer = guardedDialer({ policy, responseMs: 20, resolve });
      await expect(dialer.get(url, { trust: 'public' })).rejects.toMatchObject({ code: 'registry_unavailable' });
      dialer.close();
    }
  });

  it('dialer: an abort before or while it connects gives its reason', async () => {
    const dialer = guardedDialer({ policy, responseMs: 5_000, resolve: () => new Promise<never>(() => undefined) });
    const stop = new AbortController();
    const waiting = dialer.get(url, { trust: 'public', signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(dialer.get(url, { trust: 'public', signal: stop.signal })).rejects.toThrow('enough');
    dialer.close();
  });
});
