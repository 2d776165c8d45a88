import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import { findBrokenLayer } from '../../functions/registry/layers/broken-layer.ts';
import { type BuiltImage, buildImage, describeBlob, type LayerSource } from '../../sample/images/build-image.ts';
import { writeTar } from '../../sample/images/write-tar.ts';

const client = ({ layers }: BuiltImage, chunkBytes: number) => ({
  openBlob: (_: unknown, { digest }: { digest: string }) => {
    const { bytes } = layers.find((layer) => layer.digest === digest)!;
    const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, at) =>
      Buffer.from(bytes.subarray(at * chunkBytes, (at + 1) * chunkBytes)),
    );
    return Readable.from(chunks);
  },
});
const brokenOf = async (layers: LayerSource[], chunkBytes = 65_536): Promise<number> => {
  const image = buildImage({ layers });
  const resolved = { reference: parseReference('app'), layers: image.layers.map(describeBlob) };
  const broken = await findBrokenLayer(client(image, chunkBytes), resolved);
  return broken === undefined ? -1 : image.layers.findIndex(({ digest }) => digest === broken.digest);
};
const sound = { files: { hello: 'hello\n'.repeat(1_000) } };
const archive = writeTar([{ path: 'hello', body: Buffer.alloc(200_000, 'ab') }]);
const packed = { gzip: gzipSync(archive), zstd: zstdCompressSync(archive) };
const gzip = 'application/vnd.oci.image.layer.v1.tar+gzip';
const layer = (bytes: Uint8Array): LayerSource => ({ bytes, mediaType: gzip });

it.each([
  ['cut gzip', packed.gzip.subarray(0, -20)],
  ['gzip with other bytes in it', Buffer.concat([packed.gzip.subarray(0, 40), Buffer.alloc(500, 0xee)])],
  ['cut zstd', packed.zstd.subarray(0, -5)],
  ['gzip of what is no archive', gzipSync(Buffer.alloc(5_000, 'x'))],
  ['bytes that are neither packed nor an archive', Buffer.alloc(5_000, 7)],
  ['an archive whose second header is damaged', Buffer.concat([archive.subarray(0, -1_024), Buffer.alloc(1_024, 9)])],
])('broken layer: %s is found behind a sound one', async (_, bytes) => {
  expect(await brokenOf([sound, layer(bytes)])).toBe(1);
  expect(await brokenOf([layer(bytes)], 3)).toBe(0);
});

it.each([
  [
    'an image that is whole',
    [sound, { ...sound, compression: 'zstd' as const }, { ...sound, compression: 'none' as const }],
  ],
  ['a media type that lies about the packing', [layer(archive), layer(packed.zstd)]],
  ['an archive without the two blocks at its end', [layer(archive.subarray(0, -1_024))]],
  ['an image without layers', []],
])('broken layer: there is none in %s', async (_, layers) => {
  expect(await brokenOf(layers)).toBe(-1);
});
