import * as z from 'zod/mini';
import { DrydockError } from '../../errors.ts';
import type { Platform } from '../../image/platform.ts';
import type { Descriptor } from '../ports.ts';
import { shaped } from './manifest-document.ts';
import { parseUnambiguous, refuseLookAlikes } from './unambiguous-json.ts';

export interface ConfigDocument {
  platform: Platform;
  diffIds: string[];
}

const shape = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.optional(z.string()),
  rootfs: z.object({
    type: z.literal('layers'),
    diff_ids: z.nullable(z.array(z.string().check(z.regex(/^sha256:[a-f0-9]{64}$/)))),
  }),
});

/** Reads the config of an image and compares it with the layers of its manifest. Throws DrydockError `broken_image`. */
export function readConfigDocument(bytes: Uint8Array, layers: readonly Descriptor[]): ConfigDocument {
  const value = parseUnambiguous(bytes, 'the config');
  refuseLookAlikes(value, ['os', 'architecture', 'variant', 'rootfs', 'history', 'config'], 'the config');
  refuseLookAlikes((value as { rootfs?: unknown } | null)?.rootfs, ['type', 'diff_ids'], 'the config');
  const { os, architecture, variant, rootfs } = shaped(shape, value, 'the config');
  const diffIds = rootfs.diff_ids ?? [];
  compareLayers(layers, diffIds);
  const platform = { os, architecture };
  return { platform: variant === undefined || variant === '' ? platform : { ...platform, variant }, diffIds };
}

// A scanner keys its analysis of a layer by the diff id: one id must not stand for two contents.
function compareLayers(layers: readonly Descriptor[], diffIds: readonly string[]): void {
  if (layers.length !== diffIds.length) {
    throw new DrydockError(
      'broken_image',
      `the manifest has ${layers.length} layers, the config ${diffIds.length} diff ids`,
    );
  }
  const digests = new Map<string, string>();
  for (const [position, diffId] of diffIds.entries()) {
    const digest = layers[position]!.digest;
    if ((digests.get(diffId) ?? digest) !== digest) {
      throw new DrydockError('broken_image', `two different layers have the diff id ${diffId}`);
    }
    digests.set(diffId, digest);
  }
}
