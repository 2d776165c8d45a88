import { PassThrough, type Transform } from 'node:stream';
import type { Descriptor } from '../ports.ts';
import { isSystemPath } from './system-path.ts';
import { tarPaths } from './tar-paths.ts';
import { gunzip, type UnpackBeside, unpackBeside, unzstd } from './unpack-beside.ts';

/** Looks through the layers of one image for what only an operating system has, while they pass. */
export interface SystemSearch {
  /** Undefined when there is no need to look, as soon as something was found: most images cost nothing. */
  begin(layer: Descriptor): LayerSearch | undefined;
  /** Whether a layer that passed whole holds nothing of a system; undefined when it was not looked through. */
  isBare(layer: Descriptor): boolean | undefined;
}

export interface LayerSearch extends Pick<UnpackBeside, 'write' | 'isOpen' | 'stop'> {
  /** All of the layer was written, and it is what its digest says. */
  end(): Promise<void>;
}

/** Of all layers together; an image that unpacks to more is not said to have no system. */
const mostUnpacked = 4 * 1024 ** 3;

/** `isKnownSystem` tells of a digest whether the reader knows a system in its layer already. */
export function systemSearch(
  layers: readonly Descriptor[],
  isKnownSystem: (digest: string) => boolean = () => false,
): SystemSearch {
  const bottom = layers[0]?.digest;
  const bare = new Set<string>();
  let hasSystem = false;
  let bytes = 0;
  return {
    begin(layer) {
      // A system lies at the bottom. Where one is known there, looking through what is above it would be in vain.
      hasSystem ||= bottom !== undefined && isKnownSystem(bottom);
      if (hasSystem) return undefined;
      const paths = tarPaths((path) => {
        hasSystem ||= isSystemPath(path);
      });
      const unpacking = unpackBeside(unpackerFor(layer), (chunk) => {
        bytes += chunk.length;
        hasSystem ||= bytes > mostUnpacked;
        if (hasSystem) unpacking.stop();
        else paths.write(chunk);
      });
      return {
        ...unpacking,
        async end() {
          const isWhole = (await unpacking.end()) && paths.isWhole();
          // Of a layer that cannot be read nothing is known.
          if (isWhole && !hasSystem) bare.add(layer.digest);
          else hasSystem = true;
        },
      };
    },
    isBare: ({ digest }) => (hasSystem ? false : bare.has(digest) || undefined),
  };
}

// A media type that lies gives no archive, which is no answer.
function unpackerFor({ mediaType }: Descriptor): Transform {
  if (mediaType.endsWith('gzip')) return gunzip();
  return mediaType.endsWith('zstd') ? unzstd() : new PassThrough();
}
