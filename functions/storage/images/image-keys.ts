import type { Item } from '../manifests/scan-item.ts';
import { imagePartition } from './image-scan-keys.ts';

/** Keys of some items of each image, each once: BatchGetItem takes none twice. */
export function imageKeys(
  tenant: string,
  images: readonly { digest: string; platform: string }[],
  sorts: readonly ((platform: string) => string)[],
): Item[] {
  const keys = new Map<string, Item>();
  for (const { digest, platform } of images) {
    const pk = imagePartition(tenant, digest);
    for (const sortOf of sorts) {
      const sk = sortOf(platform);
      keys.set(`${pk} ${sk}`, { pk: { S: pk }, sk: { S: sk } });
    }
  }
  return [...keys.values()];
}
