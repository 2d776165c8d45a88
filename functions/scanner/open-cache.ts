import type { ResolvedImage } from '../registry/ports.ts';
import type { CacheSeam, ScanCache } from '../trivy/cache/cache-seam.ts';
import type { ImageScanner } from '../trivy/scanner.ts';

export interface OpenCacheDeps {
  trivy: Pick<ImageScanner, 'version'>;
  seam?: CacheSeam | undefined;
}

/** The cache of one scan of an image; undefined when there is no seam, or it cannot be had. */
export async function openCache(
  { trivy, seam }: OpenCacheDeps,
  { config, layers, diffIds }: ResolvedImage,
  { afresh = false }: { afresh?: boolean },
): Promise<ScanCache | undefined> {
  const image = { config: config.digest, layers: layers.map(({ digest }) => digest), diffIds };
  return seam?.open(image, { version: trivy.version, afresh });
}
