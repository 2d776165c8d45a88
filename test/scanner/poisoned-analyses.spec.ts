import { describe, expect, it } from 'vitest';
import { type BuiltImage, buildImage, type ImageConfig } from '../../sample/images/build-image.ts';
import { writeTar } from '../../sample/images/write-tar.ts';
import { debian } from '../trivy/sample-images.ts';
import { kinds, openSeamRoom } from './seam-room.ts';

const diffIdsOf = ({ config }: BuiltImage): string[] =>
  (JSON.parse(Buffer.from(config.bytes).toString()) as ImageConfig).rootfs.diff_ids;
/** An image that says its layers are those of another one. */
const claiming = (victim: BuiltImage, files: Record<string, string | Uint8Array>): BuiltImage =>
  buildImage({
    layers: [{ files }],
    alterConfig: (config) => ({ ...config, rootfs: { type: 'layers', diff_ids: diffIdsOf(victim) } }),
  });

const vulnerable = buildImage({ layers: [{ files: debian }] });
const empty = buildImage({ layers: [{ files: { hello: 'hello\n' } }] });
const attacks = {
  'an empty layer that claims to be that of Debian': claiming(vulnerable, { other: 'other\n' }),
  'a vulnerable layer that claims to be an empty one': claiming(empty, debian),
};
const contents = new Map<BuiltImage, string[]>([
  [vulnerable, ['libssl3']],
  [empty, []],
  [attacks['an empty layer that claims to be that of Debian'], []],
  [attacks['a vulnerable layer that claims to be an empty one'], ['libssl3']],
]);

describe.each(kinds)('lying images and the %s Trivy', (kind, isHere) => {
  const test = it.skipIf(!isHere);

  test.each(Object.entries(attacks))(
    `${kind} Trivy: %s changes nobody's findings, scanned first or last`,
    async (_, liar) => {
      for (const order of [
        [liar, vulnerable, empty],
        [vulnerable, empty, liar],
      ]) {
        const room = await openSeamRoom(kind);
        for (const image of [...order, ...order]) {
          expect((await room.scan(image)).found).toEqual(contents.get(image));
        }
      }
    },
  );

  test(`${kind} Trivy: a layer whose falseness shows only behind the end of its archive leaves nothing behind`, async () => {
    const tail = Buffer.alloc(200_000);
    const clean = writeTar([{ path: 'hello', body: 'hello\n' }]);
    const dirty = writeTar(Object.entries(debian).map(([path, body]) => ({ path, body })));
    const image = buildImage({ layers: [{ bytes: Buffer.concat([dirty, tail]), mediaType: plainLayer }] });
    const [layer] = image.layers;
    const falsified = Buffer.concat([clean, Buffer.alloc(layer!.bytes.length - clean.length)]);
    const room = await openSeamRoom(kind);
    room.registry.script(({ url = '' }, response) => {
      if (!url.endsWith(layer!.digest)) return false;
      response.writeHead(200, { 'content-length': falsified.length }).end(falsified);
      return true;
    });
    await expect(room.scan(image)).rejects.toMatchObject({ code: 'broken_image' });
    expect(room.store.objects.size).toBe(0);
    room.registry.script(() => false);
    expect((await room.scan(image)).found).toEqual(['libssl3']);
    expect((await room.scan(image)).fetched).toEqual([]);
  });

  test(`${kind} Trivy: images whose documents contradict themselves are refused before anything is read`, async () => {
    const [one, two] = [vulnerable, empty].map((image) => diffIdsOf(image)[0]!) as [string, string];
    const layers = [{ files: debian }, { files: { hello: 'hello\n' } }];
    for (const diffIds of [[one], [one, two, two], [one, one]]) {
      const room = await openSeamRoom(kind);
      for (const known of [vulnerable, empty]) await room.scan(known);
      const image = buildImage({
        layers,
        alterConfig: (config) => ({ ...config, rootfs: { type: 'layers', diff_ids: diffIds } }),
      });
      await expect(room.scan(image)).rejects.toMatchObject({ code: 'broken_image' });
    }
  });
});

const plainLayer = 'application/vnd.oci.image.layer.v1.tar';
