import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pullingTrivy } from './pulling-trivy.ts';
import { type Room, roomWithDatabase, trivyReport } from './room.ts';

const pullingRoom = async (): Promise<Room> => {
  const room = await roomWithDatabase();
  pullingTrivy(join(room.directory, 'bin', 'trivy'), trivyReport());
  return room;
};

test('drydock image: layers and bytes are shown while they are pulled', async () => {
  const room = await pullingRoom();
  const { code, err } = await room.run(['image', room.reference], { isErrorTerminal: true, tick: 1_000 });
  expect(code).toBe(0);
  expect(err).toContain('pulling, 2 layers, 0.0 of 0.0 MB');
  expect(err).toContain('analysing, 2 layers, 0.0 of 0.0 MB');
});

test('drydock image: a scan counts for nothing when a layer was not the one of its digest, though Trivy was content', async () => {
  const room = await pullingRoom();
  const [layer] = room.image.layers;
  room.registry.addBlob({ ...layer!, bytes: Buffer.alloc(layer!.bytes.length, 1) });
  const { code, out, err } = await room.run(['image', '-f', 'json', room.reference]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe(`Error: the blob ${layer!.digest} has other content than its digest says\n`);
});

test('drydock image: a registry that breaks off in the middle of a layer is named as the cause', async () => {
  const room = await pullingRoom();
  room.registry.script(({ url }, response) => {
    if (!url?.includes(`/blobs/${room.image.layers[1]!.digest}`)) return false;
    response.writeHead(503).end();
    return true;
  });
  const { code, err } = await room.run(['image', room.reference]);
  expect(code).toBe(1);
  expect(err).toBe(`Error: ${room.registry.host} fails at the moment (status 503)\n`);
});
