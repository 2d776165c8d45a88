import { PassThrough, pipeline, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { DrydockError } from '../errors.ts';
import type { BlobOptions, Descriptor, RegistryClient, ResolvedImage } from './ports.ts';
import { isSystemPath } from './system-path.ts';
import { tarPaths } from './tar-paths.ts';

const mostUnpacked = 4 * 1024 ** 3;

/**
 * Whether the layers of an image were read to their end and hold nothing of an operating system, as those of a program built from
 * scratch. False as soon as something is found, and for a layer that cannot be read here. Rejects as `openBlob` fails.
 */
export async function lacksSystem(
  client: Pick<RegistryClient, 'openBlob'>,
  image: Pick<ResolvedImage, 'reference' | 'layers'>,
  options: Pick<BlobOptions, 'credentials' | 'signal'> = {},
): Promise<boolean> {
  let left = mostUnpacked;
  for (const layer of image.layers) {
    const unpacker = unpackerFor(layer);
    // What breaks is thrown to the reader of the unpacker.
    pipeline(client.openBlob(image, layer, options), unpacker, () => {});
    const bytes = await bytesWithoutSystem(unpacker, left);
    if (bytes === undefined) return false;
    left -= bytes;
  }
  return true;
}

/** How much the layer unpacks to; undefined when it holds a system, cannot be read, or is more than `most`. */
async function bytesWithoutSystem(unpacked: AsyncIterable<Buffer>, most: number): Promise<number | undefined> {
  let found = false;
  let bytes = 0;
  const paths = tarPaths((path) => {
    found ||= isSystemPath(path);
  });
  try {
    for await (const chunk of unpacked) {
      bytes += chunk.length;
      paths.write(chunk);
      if (found || bytes > most) return undefined;
    }
  } catch (error) {
    if (!isUnpackingError(error)) throw error;
    return undefined;
  }
  return paths.isWhole() ? bytes : undefined;
}

// A media type that lies gives no archive, which is no answer.
function unpackerFor({ mediaType }: Descriptor): Transform {
  if (mediaType.endsWith('gzip')) return createGunzip();
  return mediaType.endsWith('zstd') ? createZstdDecompress() : new PassThrough();
}

function isUnpackingError(error: unknown): boolean {
  if (error instanceof DrydockError) return false;
  return /^Z(STD)?_/.test((error as NodeJS.ErrnoException).code ?? '');
}
