import type { BlobOptions, RegistryClient, ResolvedImage } from '../ports.ts';
import { type SystemSearch, systemSearch } from './system-search.ts';

/**
 * Whether the layers of an image were read to their end and hold nothing of an operating system, as those of a program built from
 * scratch. False as soon as something is found, and for a layer that cannot be read here. What `search` did not see is fetched;
 * rejects as `openBlob` fails.
 */
export async function lacksSystem(
  client: Pick<RegistryClient, 'openBlob'>,
  image: Pick<ResolvedImage, 'reference' | 'layers'>,
  { search = systemSearch(image.layers), ...options }: LookOptions = {},
): Promise<boolean> {
  for (const layer of image.layers) {
    if (search.isBare(layer) === true) continue;
    const looking = search.begin(layer);
    if (looking === undefined) return false;
    try {
      for await (const chunk of client.openBlob(image, layer, options) as AsyncIterable<Buffer>) {
        await looking.write(chunk);
        if (search.isBare(layer) === false) return false;
      }
      await looking.end();
    } finally {
      looking.stop();
    }
  }
  return image.layers.every((layer) => search.isBare(layer) !== false);
}

export interface LookOptions extends Pick<BlobOptions, 'credentials' | 'signal'> {
  /** what was found while the image was served */
  search?: SystemSearch;
}
