import { describe, expect, it } from 'vitest';
import {
  listWatches,
  mostPatterns,
  putWatch,
  readWatch,
  removeWatch,
  type WatchRequest,
} from '../../../functions/rescans/watches/manage-watches.ts';
import { beginUse, noteUse } from '../../../functions/rescans/watches/note-use.ts';
import { defaultWatchSettings } from '../../../functions/rescans/watches/watch.ts';
import { alice, digestFor, noon } from '../../scans/image/image-world.ts';
import { memoryWatchStore } from '../memory-run-store.ts';

const day = 86_400_000;
const bob = { ...alice, tenant: 'bob' };
const notFound = expect.objectContaining({ code: 'not_found' });

function watchRoom() {
  const time = { now: noon };
  const clock = () => time.now;
  const watches = memoryWatchStore(clock);
  const deps = { watches, watchSettings: defaultWatchSettings, deploymentKey: Buffer.from('key'), clock };
  const use = (image: string, digest = digestFor(image)) =>
    noteUse(deps, { tenant: 'alice', image, digest, platform: 'linux/amd64' });
  const put = (request: WatchRequest) => putWatch(deps, alice, request);
  return { time, deps, use, put };
}

describe('watches', () => {
  it('watches: what is scanned is watched by its name, follows it to another digest, and expires visibly', async () => {
    const { time, deps, use } = watchRoom();
    await use('docker.io/library/nginx:1');
    await use('nginx:1', digestFor('new'));
    const { watches } = await listWatches(deps, alice, {});
    expect(watches).toHaveLength(1);
    expect(watches[0]).toMatchObject({
      state: 'watched',
      watch: { kind: 'image', target: 'docker.io/library/nginx:1', digest: digestFor('new'), createdBy: 'use' },
    });
    time.now += 15 * day;
    expect((await readWatch(deps, alice, watches[0]!.watch.id)).state).toBe('expired');
  });

  it('watches: an image named by its digest is watched by it, under whatever name it comes', async () => {
    const { deps, use, put } = watchRoom();
    const digest = digestFor('nginx');
    await use(`nginx@${digest}`, digest);
    const { watch, isNew } = await put({ digest, mode: 'pin' });
    expect([watch.kind, watch.repository, isNew]).toEqual(['digest', 'docker.io/library/nginx', false]);
    expect((await listWatches(deps, alice, {})).watches).toHaveLength(1);
  });

  it('watches: asked for twice it is the same one; pinned it stays, stopped it stays away, removed it may come back', async () => {
    const { time, deps, use, put } = watchRoom();
    const made = await put({ image: 'nginx:1' });
    const again = await put({ image: 'docker.io/library/nginx:1', mode: 'stop' });
    expect([made.isNew, again.isNew, again.watch.id]).toEqual([true, false, made.watch.id]);
    expect([made.state, again.state]).toEqual(['watched', 'stopped']);
    await use('nginx:1');
    time.now += 100 * day;
    expect((await readWatch(deps, alice, made.watch.id)).state).toBe('stopped');
    await removeWatch(deps, alice, made.watch.id);
    await expect(removeWatch(deps, alice, made.watch.id)).rejects.toEqual(notFound);
    await use('nginx:1');
    expect((await readWatch(deps, alice, made.watch.id)).state).toBe('watched');
  });

  it('watches: a use that began before another was noted does not undo it', async () => {
    const { time, deps, use } = watchRoom();
    const begun = beginUse(deps)({ tenant: 'alice', image: 'nginx:1', platform: 'linux/amd64' });
    time.now += 1;
    await use('nginx:1');
    await begun(digestFor('nginx:1'));
    const { watches } = await listWatches(deps, alice, {});
    expect(watches.map(({ watch }) => [watch.used, watch.fence])).toEqual([[time.now, 1]]);
  });

  it('watches: a pattern of repositories shows in the state of what fits it', async () => {
    const { deps, use, put } = watchRoom();
    await use('ghcr.io/team/app:1');
    await put({ repository: 'ghcr.io/team/*', mode: 'stop' });
    const { watches } = await listWatches(deps, alice, {});
    expect(watches.map(({ watch, state }) => [watch.kind, state]).toSorted()).toEqual([
      ['image', 'stopped'],
      ['repository', 'stopped'],
    ]);
  });

  it('watches: are in pages, and another tenant’s to nobody', async () => {
    const { deps, use } = watchRoom();
    for (const image of ['a', 'b', 'c']) await use(image);
    const first = await listWatches(deps, alice, { limit: 2 });
    const second = await listWatches(deps, alice, { limit: 2, cursor: first.cursor });
    expect([first.watches.length, second.watches.length, second.cursor]).toEqual([2, 1, undefined]);
    const { id } = first.watches[0]!.watch;
    await expect(readWatch(deps, bob, id)).rejects.toEqual(notFound);
    await expect(removeWatch(deps, bob, id)).rejects.toEqual(notFound);
    await expect(readWatch(deps, alice, 'x')).rejects.toEqual(notFound);
    const reader = { ...alice, scopes: ['report:read' as const] };
    await expect(putWatch(deps, reader, { image: 'a' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(removeWatch(deps, reader, id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listWatches(deps, { ...alice, scopes: [] }, {})).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each([
    [{}, 'bad_request'],
    [{ image: 'nginx', digest: digestFor('a') }, 'bad_request'],
    [{ digest: 'sha256:0' }, 'bad_request'],
    [{ image: 'NGINX' }, 'bad_reference'],
    [{ image: 'nginx', platform: 'x' }, 'bad_platform'],
    [{ repository: 'a***' }, 'bad_request'],
    [{ image: 'nginx', everyMs: 1 }, 'bad_request'],
    [{ image: 'nginx', everyMs: 91 * day }, 'bad_request'],
  ])('watches: %j is refused', async (request, code) => {
    await expect(watchRoom().put(request)).rejects.toMatchObject({ code });
  });

  it('watches: there is a bound to the patterns of a tenant', async () => {
    const { put } = watchRoom();
    for (let at = 0; at < mostPatterns; at += 1) await put({ repository: `ghcr.io/team-${at}/*` });
    await expect(put({ repository: 'ghcr.io/one-more/*' })).rejects.toMatchObject({ code: 'bad_request' });
    expect((await put({ repository: 'ghcr.io/team-1/*', mode: 'stop' })).isNew).toBe(false);
  });

  it('watches: those who use the same image at once make one watch, and a busy one is told', async () => {
    const { deps, use } = watchRoom();
    await Promise.all([1, 2, 3].map((at) => use('nginx:1', digestFor(String(at)))));
    expect(deps.watches.rows.size).toBe(1);
    const busy = { ...deps, watches: { ...deps.watches, create: async () => false } };
    const unavailable = expect.objectContaining({ code: 'storage_unavailable' });
    const used = { tenant: 'alice', image: 'redis:1', digest: digestFor('r'), platform: 'linux/amd64' };
    await expect(noteUse(busy, used)).rejects.toEqual(unavailable);
    await expect(putWatch(busy, alice, { image: 'redis:1' })).rejects.toEqual(unavailable);
  });
});
