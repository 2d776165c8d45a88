import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { lookAtWatches } from '../../../functions/rescans/plan/look-at-watches.ts';
import { putWatch, type WatchRequest } from '../../../functions/rescans/watches/manage-watches.ts';
import { defaultWatchSettings } from '../../../functions/rescans/watches/watch.ts';
import { turns } from '../../faults/faulty-world.ts';
import { admin } from '../../notify/notify-world.ts';
import { digestFor } from '../../scans/image/image-world.ts';
import { runWorld } from '../run-world.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Images that were scanned a day ago and are looked at now. */
async function watching(...images: string[]) {
  const room = runWorld();
  await room.scan(...images);
  const { watches, deploymentKey, clock } = room.sound.scans;
  const { tags } = room.world.deps;
  const deps = { watches, watchSettings: defaultWatchSettings, clock, tags, scanning: room.sound.scans };
  const put = (request: WatchRequest) => putWatch({ ...deps, deploymentKey }, admin, request);
  const look = () => lookAtWatches(deps);
  const watchOf = (name: string) =>
    [...room.stores.watches.rows.values()].find(({ repository }) => repository === `docker.io/library/${name}`)!;
  const asked: string[] = [];
  const { resolve } = room.world.script;
  room.world.script.resolve = async (name) => {
    asked.push(name);
    return resolve(name);
  };
  room.world.time.now += day;
  return { ...room, put, look, watchOf, asked, scans: () => room.world.rung.length };
}

describe('looking at watches', () => {
  it('watch: a tag that names what it named is looked up, scans nothing and is due a day later', async () => {
    const { look, watchOf, asked, scans, world } = await watching('nginx');
    await look();
    expect([asked, scans()]).toEqual([['library/nginx'], 1]);
    expect(watchOf('nginx').due).toBe(world.time.now + day);
    await look();
    expect(asked).toHaveLength(1);
  });

  it('watch: a tag that moved is followed, and its new image scanned once', async () => {
    const { look, watchOf, world, scans, sound } = await watching('nginx');
    world.script.resolve = async () => ({ digest: digestFor('another build') });
    await look();
    expect([watchOf('nginx').digest, scans()]).toEqual([digestFor('another build'), 2]);
    await world.run(world.rung.at(-1)!, { follow: sound.scans.follow });
    world.time.now += day;
    await look();
    expect(scans()).toBe(2);
    // A tag that moves by itself is no use of it.
    expect(watchOf('nginx').until).toBeLessThan(world.time.now + 13 * day);
  });

  it.each<[string, () => Promise<{ digest: string }>]>([
    ['refuses', () => Promise.reject(new DrydockError('registry_refused', 'no'))],
    ['limits its rate', () => Promise.reject(new DrydockError('registry_rate_limited', 'wait', { retryAfter: 99 }))],
    ['does not know the tag any more', () => Promise.reject(new DrydockError('image_not_found', 'no'))],
    ['does not answer', () => new Promise(() => undefined)],
  ])('watch: a registry that %s is asked again an hour later, and what was known stays', async (_, resolve) => {
    const { look, watchOf, world, scans } = await watching('nginx');
    world.script.resolve = resolve;
    const looking = look();
    await turns();
    world.timer.advance(10_000);
    await looking;
    expect(watchOf('nginx')).toMatchObject({ digest: digestFor('library/nginx'), due: world.time.now + hour });
    expect(scans()).toBe(1);
    expect(world.logged.map(([message]) => message)).toContain('tag not followed');
  });

  it('watch: a registry that does not answer keeps nobody from their own', async () => {
    const names = Array.from({ length: 6 }, (_, at) => `app-${at}`);
    const { look, watchOf, world, asked } = await watching(...names);
    world.script.resolve = async (name) => {
      asked.push(name);
      return name === 'library/app-0' ? new Promise(() => undefined) : { digest: digestFor(name) };
    };
    const looking = look();
    await turns();
    expect(asked.toSorted()).toEqual(names.map((name) => `library/${name}`));
    expect(watchOf('app-5').due).toBe(world.time.now + day);
    world.timer.advance(10_000);
    await looking;
  });

  it('watch: after each failure a tag is left alone twice as long, a day at most, until it can be looked up', async () => {
    const { look, watchOf, world } = await watching('nginx');
    world.script.resolve = () => Promise.reject(new DrydockError('registry_unavailable', 'down'));
    const waits: number[] = [];
    for (let at = 0; at < 7; at += 1) {
      await look();
      waits.push((watchOf('nginx').due! - world.time.now) / hour);
      world.time.now = watchOf('nginx').due!;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24]);
    world.script.resolve = async (name) => ({ digest: digestFor(name) });
    await look();
    expect(watchOf('nginx')).not.toHaveProperty('failures');
    expect(watchOf('nginx').due).toBe(world.time.now + day);
  });

  it('watch: a registry that fails is not asked for its other tags in the same round', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `app-${at}`);
    const { look, watchOf, world, asked } = await watching(...names);
    world.script.resolve = async (name) => {
      asked.push(name);
      throw new DrydockError('registry_unavailable', 'down');
    };
    await look();
    expect(asked.length).toBeLessThanOrEqual(8);
    expect(names.map((name) => watchOf(name).due! - world.time.now)).toEqual(names.map(() => hour));
  });

  it('watch: the tag is asked for with what is known of it, the digest first, then what the registry said', async () => {
    const { look, watchOf, world } = await watching('nginx');
    const known: unknown[] = [];
    const { tags } = world.deps;
    const { resolveChanged } = tags;
    tags.resolveChanged = async (reference, tag) => {
      known.push(tag);
      return resolveChanged(reference, tag);
    };
    const index = { digest: digestFor('library/nginx'), indexDigest: digestFor('an index'), etag: '"mark"' };
    world.script.resolve = async () => index;
    for (let at = 0; at < 2; at += 1) {
      await look();
      world.time.now += day;
    }
    expect(known).toEqual([{ digest: digestFor('library/nginx') }, { digest: digestFor('an index'), etag: '"mark"' }]);
    expect(watchOf('nginx')).toMatchObject({ digest: digestFor('library/nginx'), tag: { etag: '"mark"' } });
  });

  it('watch: one that cannot be read or written is looked at again, and the others are done (F15)', async () => {
    const { look, watchOf, stores, world } = await watching('nginx', 'redis');
    const { replace } = stores.watches;
    stores.watches.replace = (watch, fence) =>
      watch.repository?.endsWith('nginx')
        ? Promise.reject(new DrydockError('storage_unavailable', 'away'))
        : replace(watch, fence);
    const due = watchOf('nginx').due!;
    await look();
    expect([watchOf('nginx').due, watchOf('redis').due]).toEqual([due, world.time.now + day]);
    stores.watches.replace = replace;
    await look();
    expect(watchOf('nginx').due).toBe(world.time.now + day);
  });

  it('watch: a table that is away while a scan is asked for leaves the tag to the next look', async () => {
    const { look, watchOf, stores, world } = await watching('nginx');
    world.script.resolve = async () => ({ digest: digestFor('another build') });
    const { create } = stores.scans;
    stores.scans.create = () => Promise.reject(new DrydockError('storage_unavailable', 'away'));
    await look();
    expect(watchOf('nginx').digest).toBe(digestFor('library/nginx'));
    stores.scans.create = create;
    await look();
    expect(watchOf('nginx').digest).toBe(digestFor('another build'));
  });

  it('watch: what nobody used for two weeks expires visibly, unless it or its repository is pinned', async () => {
    const { look, watchOf, put, world } = await watching('nginx', 'redis', 'caddy');
    await put({ image: 'docker.io/library/redis', mode: 'pin' });
    await put({ repository: 'docker.io/library/cad*', mode: 'pin' });
    world.time.now += 15 * day;
    await look();
    expect(watchOf('nginx')).toMatchObject({ expires: Math.ceil(world.time.now / 1000) + 90 * 86_400 });
    expect(watchOf('nginx').due).toBeUndefined();
    expect([watchOf('redis').due, watchOf('caddy').due]).toEqual([world.time.now + day, world.time.now + day]);
  });

  it('watch: what is stopped, itself or by its repository, is not looked up and scans nothing', async () => {
    const { look, put, asked, world, scans } = await watching('nginx', 'redis');
    world.script.resolve = async (name) => {
      asked.push(name);
      return { digest: digestFor(`${name} another build`) };
    };
    await put({ image: 'docker.io/library/redis', mode: 'stop' });
    await put({ repository: 'docker.io/library/ng*', mode: 'stop' });
    for (let at = 0; at < 3; at += 1) {
      await look();
      world.time.now += day;
    }
    expect([asked, scans()]).toEqual([[], 2]);
  });

  it('watch: an interval of its own, or of its repository, says when it is due', async () => {
    const { look, put, watchOf, world } = await watching('nginx', 'redis');
    await put({ image: 'docker.io/library/redis', mode: 'use', everyMs: 2 * hour });
    await put({ repository: 'docker.io/library/ng*', mode: 'use', everyMs: 3 * hour });
    world.time.now += day;
    await look();
    const later = ['nginx', 'redis'].map((name) => (watchOf(name).due! - world.time.now) / hour);
    expect(later).toEqual([3, 2]);
  });
});
