import { PassThrough } from 'node:stream';
import type { BlobOptions, Descriptor, RegistryClient, ResolvedImage } from '../ports.ts';
import { magicBytes, packingOf } from './packing.ts';
import { tarPaths } from './tar-paths.ts';
import { gunzip, type UnpackBeside, unpackBeside, unzstd } from './unpack-beside.ts';

/** Of all layers together; what lies beyond is not looked at. */
const mostUnpacked = 4 * 1024 ** 3;
const unpackers = { gzip: gunzip, zstd: unzstd, none: () => new PassThrough() };

/**
 * The first layer that has the bytes of its digest and yet cannot be unpacked, or holds no archive. Layers are fetched for it, so it is for
 * an image that a scanner gave up on. Rejects as `openBlob` fails.
 */
export async function findBrokenLayer(
  client: Pick<RegistryClient, 'openBlob'>,
  image: Pick<ResolvedImage, 'reference' | 'layers'>,
  options: Pick<BlobOptions, 'credentials' | 'signal'> = {},
): Promise<Descriptor | undefined> {
  let left = mostUnpacked;
  for (const layer of image.layers) {
    const isBroken = await cannotBeRead(client.openBlob(image, layer, options) as AsyncIterable<Buffer>, (bytes) => {
      left -= bytes;
      return left >= 0;
    });
    if (isBroken) return layer;
  }
  return undefined;
}

/** `count` is told of unpacked bytes, and says whether to go on. */
async function cannotBeRead(layer: AsyncIterable<Buffer>, count: (bytes: number) => boolean): Promise<boolean> {
  const paths = tarPaths(() => {});
  let unpacking: UnpackBeside | undefined;
  let isDamaged = false;
  let head: Buffer = Buffer.alloc(0);
  const begin = (): UnpackBeside =>
    unpackBeside(
      unpackers[packingOf(head)](),
      (chunk) => {
        if (count(chunk.length)) paths.write(chunk);
        else unpacking?.stop();
      },
      () => {
        isDamaged = true;
      },
    );
  for await (const chunk of layer) {
    if (unpacking === undefined) {
      head = Buffer.concat([head, chunk]);
      if (head.length < magicBytes) continue;
      unpacking = begin();
      await unpacking.write(head);
    } else {
      await unpacking.write(chunk);
    }
    if (!unpacking.isOpen() || paths.isBroken()) break;
  }
  await unpacking?.end();
  return isDamaged || paths.isBroken();
}
