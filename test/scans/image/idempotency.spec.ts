import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { imageWorld, settle } from './image-world.ts';

const coded = (code: string) => expect.objectContaining({ code });
const key = { idempotencyKey: 'key-1' };

describe('idempotency key (F32)', () => {
  it('idempotency key: a repeated request is answered with its first scan, even a fresh one', async () => {
    const world = imageWorld();
    const first = await world.submit({ ...key, fresh: true });
    await world.run(world.rung[0]!);
    const second = await world.submit({ ...key, fresh: true });
    expect(second).toMatchObject({ isNew: false, scan: { id: first.scan.id, generation: 1, status: 'done' } });
  });

  it.each([{ image: 'redis' }, { platform: 'linux/arm64' }, { fresh: true }, { credentials: { token: 'x' } }])(
    'idempotency key: %j under a key of another request is refused',
    async (change) => {
      const world = imageWorld();
      await world.submit(key);
      await expect(world.submit({ ...key, ...change })).rejects.toEqual(coded('idempotency_key_reused'));
    },
  );

  it('idempotency key: while the first request is being answered the second is told to come again', async () => {
    const world = imageWorld();
    let answer = (_found: { digest: string }) => {};
    world.script.resolve = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const first = world.submit(key);
    await settle();
    world.pass(1_000);
    await expect(world.submit(key)).rejects.toMatchObject({ code: 'idempotency_key_in_use', retryAfter: 1 });
    answer({ digest: `sha256:${'a'.repeat(64)}` });
    expect(await first).toMatchObject({ isNew: true });
    expect(await world.submit(key)).toMatchObject({ isNew: false });
  });

  it('idempotency key: a failed request frees it', async () => {
    const world = imageWorld();
    const { resolve } = world.script;
    world.script.resolve = () => Promise.reject(new DrydockError('registry_unavailable', 'down'));
    await expect(world.submit(key)).rejects.toEqual(coded('registry_unavailable'));
    world.script.resolve = resolve;
    expect(await world.submit(key)).toMatchObject({ isNew: true });
  });

  it('idempotency key: one whose request died with its process is free after half a minute', async () => {
    const world = imageWorld();
    world.script.resolve = () => new Promise(() => {});
    void world.submit(key);
    await settle();
    world.time.now += 30_000;
    world.script.resolve = async () => ({ digest: `sha256:${'a'.repeat(64)}` });
    expect(await world.submit(key)).toMatchObject({ isNew: true });
  });

  it('idempotency key: it is forgotten after a day, and belongs to its tenant', async () => {
    const world = imageWorld();
    await world.submit(key);
    const bob = { tenant: 'bob', subject: 'b', scopes: ['scan:write' as const] };
    expect(await world.submit({ ...key, image: 'redis' }, bob)).toMatchObject({ isNew: true });
    world.pass(86_401_000);
    expect(await world.submit({ ...key, image: 'redis' })).toMatchObject({ isNew: true });
  });
});
