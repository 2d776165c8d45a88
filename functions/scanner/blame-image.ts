import { DrydockError } from '../errors.ts';
import { findBrokenLayer } from '../registry/layers/broken-layer.ts';
import type { BlobOptions, RegistryClient, ResolvedImage } from '../registry/ports.ts';

/** Why a scan failed: where the scanner does not tell, the image when one of its layers cannot be read, lest it be tried again and again. */
export async function blameImage(
  client: Pick<RegistryClient, 'openBlob'>,
  image: ResolvedImage,
  error: unknown,
  options: Pick<BlobOptions, 'credentials' | 'signal'>,
): Promise<unknown> {
  if (!(error instanceof DrydockError && error.code === 'scanner_failed')) return error;
  // Layers that cannot be fetched now show in the next try.
  const layer = await findBrokenLayer(client, image, options).catch(() => undefined);
  if (layer === undefined) return error;
  return new DrydockError('broken_image', `the layer ${layer.digest} cannot be unpacked`, { cause: error });
}
