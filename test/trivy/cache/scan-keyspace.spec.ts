import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import type { Analyses } from '../../../functions/trivy/cache/analyses.ts';
import {
  all,
  analysis,
  artifactKey,
  blobKey,
  debian,
  digest,
  empty,
  imageOf,
  keyspaceRoom as room,
} from './keyspace-room.ts';

const day = 86_400_000;

describe('the cache of a scan', () => {
  it('scan cache: a second image on the same base does not fetch the base', async () => {
    const { scan } = room();
    const app = { layer: digest('app'), diffId: digest('app, unpacked') };
    expect(await scan(imageOf(debian))).toMatchObject({ texts: [debian.layer], fetched: [0] });
    expect(await scan(imageOf(debian, app))).toMatchObject({ texts: [debian.layer, app.layer], fetched: [1] });
    expect(await scan(imageOf(debian, app))).toMatchObject({ texts: [debian.layer, app.layer], fetched: [] });
  });

  const liars = {
    'an empty layer that claims the diff id of Debian': { layer: empty.layer, diffId: debian.diffId },
    'a vulnerable layer that claims the diff id of an empty one': { layer: debian.layer, diffId: empty.diffId },
  };
  const honest = [debian, empty];
  it.each(Object.entries(liars))('scan cache: %s changes nobody, scanned first or last', async (_, liar) => {
    for (const order of [
      [liar, ...honest],
      [...honest, liar],
    ]) {
      const { scan } = room();
      for (const part of [...order, ...order]) expect((await scan(imageOf(part))).texts).toEqual([part.layer]);
    }
  });

  it('scan cache: a repeated layer is one analysis, and keeps its places', async () => {
    const { scan } = room();
    const image = imageOf(empty, debian, empty, debian);
    const { texts, ids } = await scan(image);
    expect(texts).toEqual(image.layers);
    expect(ids!.blobs.map(({ layer }) => layer)).toEqual(image.layers);
    expect(ids!.blobs.map(({ key }) => `fanal::blob::${key}`)).toEqual(image.diffIds.map(blobKey));
    expect(`fanal::artifact::${ids!.artifact}`).toBe(artifactKey(image.config));
  });

  it('scan cache: a question that is asked twice, as after a late answer, shifts nothing', async () => {
    const { open, scan } = room();
    await scan(imageOf(debian, empty));
    const keyspace = open(imageOf(debian, empty));
    for (const diffId of [debian.diffId, debian.diffId, empty.diffId, debian.diffId]) {
      expect(JSON.parse(Buffer.from((await keyspace.get(blobKey(diffId)))!).toString()).DiffID).toBe(diffId);
    }
  });

  it('scan cache: nothing is kept without commit, nor of layers that were not verified', async () => {
    const { store, open, scan } = room();
    const keyspace = open(imageOf(debian));
    await keyspace.get(blobKey(debian.diffId));
    await keyspace.set(blobKey(debian.diffId), analysis(debian.diffId, 'x'));
    await keyspace.get(artifactKey(imageOf(debian).config));
    expect(store.objects.size).toBe(0);
    expect(await scan(imageOf(debian), { isVerified: () => false })).toMatchObject({ ids: undefined });
    expect([...store.objects.keys()].filter((name) => name.includes('blob'))).toEqual([]);
  });

  it('scan cache: nothing is kept when Trivy did not ask as it is known to', async () => {
    for (const keys of [
      [blobKey(debian.diffId), blobKey(empty.diffId)],
      [artifactKey('config'), blobKey(debian.diffId), blobKey(empty.diffId)],
      [blobKey(debian.diffId), artifactKey('config'), blobKey(empty.diffId)],
    ]) {
      const { store, open } = room();
      const keyspace = open(imageOf(debian, empty));
      for (const key of keys) await keyspace.get(key);
      for (const { diffId } of [debian, empty]) await keyspace.set(blobKey(diffId), analysis(diffId, 'x'));
      expect(await keyspace.commit(all)).toBeUndefined();
      expect(store.objects.size).toBe(0);
    }
  });

  it('scan cache: keys that belong to no layer live as long as the scan', async () => {
    const { store, open } = room();
    const keyspace = open(imageOf(debian));
    const keys = [blobKey(debian.diffId), artifactKey('config')];
    for (const key of keys) await keyspace.get(key);
    for (const key of [blobKey('more'), artifactKey('more'), 'other', 'fanal::blob::sha256:../x']) {
      expect(await keyspace.get(key)).toBeUndefined();
      await keyspace.set(key, Buffer.from('x'));
      expect(await keyspace.get(key)).toEqual(Buffer.from('x'));
    }
    await keyspace.commit(all);
    expect(store.objects.size).toBe(0);
  });

  it('scan cache: an analysis that says it is of another layer, or nothing, is not kept', async () => {
    for (const value of [analysis(empty.diffId, 'x'), Buffer.from('null'), Buffer.from('[]'), Buffer.from('{')]) {
      const { store, open, failures } = room();
      const keyspace = open(imageOf(debian));
      await keyspace.get(blobKey(debian.diffId));
      await keyspace.get(artifactKey('config'));
      await keyspace.set(blobKey(debian.diffId), value);
      await keyspace.commit(all);
      expect(store.objects.size).toBe(0);
      expect(failures).toEqual([expect.objectContaining({ code: 'scanner_contract' })]);
    }
  });

  it('scan cache: what other images get does not tell how this one was built', async () => {
    const { open, scan } = room();
    await scan(imageOf(debian));
    const other = open(imageOf(debian, empty));
    expect(Buffer.from((await other.get(blobKey(debian.diffId)))!).toString()).not.toContain('RUN secret');
  });

  it('scan cache: what is met in its old age is written again, and nothing else', async () => {
    const { scan, store, time } = room();
    const image = imageOf(debian);
    await scan(image);
    const before = new Map(store.objects);
    time.now += 14 * day;
    await scan(image);
    expect(store.objects).toEqual(before);
    time.now += 2 * day;
    await scan(image);
    const after = [...store.objects];
    expect(after.map(([name]) => name)).toEqual([...before.keys()]);
    for (const [name, bytes] of after) expect(bytes).not.toEqual(before.get(name));
    time.now += 14 * day;
    expect((await scan(image)).fetched).toEqual([]);
  });

  it('scan cache: afresh, nothing that is kept is used, and it is written again', async () => {
    const { scan, store } = room();
    const image = imageOf(debian);
    await scan(image);
    store.reads.length = 0;
    expect((await scan(image, { afresh: true })).fetched).toEqual([0]);
    expect(store.reads).toEqual([]);
  });

  it('scan cache: a store that fails, or does not answer, costs the analyses and not the scan (F22)', async () => {
    const { open, failures, timer } = room();
    const broken = new DrydockError('storage_unavailable', 'no');
    const failing: Analyses = {
      read: () => Promise.reject(broken),
      write: () => Promise.reject(broken),
    };
    const keyspace = open(imageOf(debian), {}, failing);
    expect(await keyspace.get(blobKey(debian.diffId))).toBeUndefined();
    await keyspace.get(artifactKey('config'));
    await keyspace.set(blobKey(debian.diffId), analysis(debian.diffId, 'x'));
    expect(await keyspace.get(blobKey(debian.diffId))).toBeDefined();
    expect(await keyspace.commit(all)).toBeUndefined();
    expect(failures).toEqual([broken, broken, broken]);

    const silent: Analyses = { ...failing, read: () => new Promise(() => {}) };
    const waiting = open(imageOf(debian), {}, silent).get(blobKey(debian.diffId));
    timer.advance(2_000);
    expect(await waiting).toBeUndefined();
    expect(failures.at(-1)).toMatchObject({ code: 'storage_unavailable' });
  });

  it('scan cache: what one image may hold is bounded', async () => {
    const { open, scan, failures } = room();
    const keyspace = open(imageOf(debian), { mostBytes: 100 });
    await keyspace.set('one', Buffer.alloc(60));
    await expect(keyspace.set('two', Buffer.alloc(60))).rejects.toMatchObject({ code: 'scanner_no_space' });
    await scan(imageOf(debian));
    expect(await open(imageOf(debian), { mostBytes: 10 }).get(blobKey(debian.diffId))).toBeUndefined();
    expect(failures).toEqual([expect.objectContaining({ code: 'scanner_no_space' })]);
  });
});
