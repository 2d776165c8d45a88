import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cachingTrivy } from '../../scanner/caching-trivy.ts';
import { type Room, roomWithDatabase } from './room.ts';

const cachingRoom = async (): Promise<Room> => {
  const room = await roomWithDatabase();
  cachingTrivy(join(room.directory, 'bin'));
  return room;
};
const layersAsked = ({ registry, image }: Room): number =>
  registry.requests.filter(({ path }) => image.layers.some(({ digest }) => path.endsWith(digest))).length;

test('drydock image: layers that were analysed once are not fetched again', async () => {
  const room = await cachingRoom();
  const first = await room.run(['image', room.reference]);
  expect(layersAsked(room)).toBe(2);
  const second = await room.run(['image', room.reference]);
  expect(layersAsked(room)).toBe(2);
  expect(second).toEqual(first);
  expect(first.out).toContain('libssl3');
  expect(readdirSync(join(room.directory, 'data', 'analyses'))).toHaveLength(room.image.layers.length + 2);
});

test('drydock image: with DRYDOCK_ANALYSES=off nothing is kept', async () => {
  const room = await cachingRoom();
  const environment = { DRYDOCK_ANALYSES: 'off' };
  for (const asked of [2, 4]) {
    expect((await room.run(['image', room.reference], { environment })).code).toBe(0);
    expect(layersAsked(room)).toBe(asked);
  }
  expect(readdirSync(join(room.directory, 'data'))).not.toContain('analyses');
});

test('drydock image: where analyses cannot be kept the scan stands, and it is said once', async () => {
  const room = await cachingRoom();
  const environment = { TRIVY_CACHE_URL: 'redis://127.0.0.1:9' };
  const { code, out, err } = await room.run(['image', room.reference], { environment });
  expect(code).toBe(0);
  expect(out).toContain('libssl3');
  expect(err.match(/cannot be reached/g)).toEqual(['cannot be reached']);
});
