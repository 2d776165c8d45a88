import { expect, it } from 'vitest';
import { layerAnalyses } from '../../../functions/trivy/cache/layer-analyses.ts';
import { debian, imageOf, keyspaceRoom } from './keyspace-room.ts';

const day = 86_400_000;

it('layer analyses: what a scan kept is read by layer and key, and stays alive by being read', async () => {
  const room = keyspaceRoom();
  const failures: unknown[] = [];
  const { ids } = await room.scan(imageOf(debian));
  const [{ layer, key }] = ids!.blobs as [{ layer: string; key: string }];
  const reader = layerAnalyses(room.analyses, (error) => failures.push(error));
  expect(JSON.parse(Buffer.from((await reader.read(layer, key))!).toString())).toMatchObject({ DiffID: debian.diffId });
  expect(await reader.read(layer, layer)).toBeUndefined();
  expect(await reader.read(key, key)).toBeUndefined();

  const name = `${layer.slice(7)}/blob-${key.slice(7)}`;
  const before = room.store.objects.get(name);
  room.time.now += 15 * day;
  await reader.read(layer, key);
  expect(room.store.objects.get(name)).toBe(before);
  room.time.now += 1;
  await reader.read(layer, key);
  expect(room.store.objects.get(name)).not.toBe(before);
  expect(failures).toEqual([]);
});

it('layer analyses: one that cannot be written again is read all the same', async () => {
  const room = keyspaceRoom();
  const { ids } = await room.scan(imageOf(debian));
  const [{ layer, key }] = ids!.blobs as [{ layer: string; key: string }];
  room.time.now += 20 * day;
  const full = new Error('full');
  const failures: unknown[] = [];
  const reader = layerAnalyses({ read: room.analyses.read, write: () => Promise.reject(full) }, (error) =>
    failures.push(error),
  );
  expect(await reader.read(layer, key)).toBeDefined();
  expect(failures).toEqual([full]);
});
