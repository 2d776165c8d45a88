import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { DrydockError } from '../../errors.ts';
import type { ImageReference } from '../../image/reference.ts';
import type { RegistryLimits } from '../limits.ts';
import type { Descriptor } from '../ports.ts';
import type { Repository } from '../repository.ts';
import { withRetries } from '../retry.ts';
import type { Timing } from '../timing.ts';
import { shaped } from './manifest-document.ts';
import { acceptHeader } from './media-types.ts';
import { readBody } from './read-body.ts';
import { parseUnambiguous } from './unambiguous-json.ts';

/** A manifest that is none of an image, with the one layer it may have. */
export interface ArtifactDocument {
  /** of the manifest */
  digest: string;
  layer: Descriptor;
}

interface Fetching {
  repository: Repository;
  limits: RegistryLimits;
  timing: Timing;
  signal: AbortSignal | undefined;
}

const shape = z.object({
  layers: z.array(
    z.object({
      mediaType: z.string(),
      digest: z.string().check(z.regex(/^sha256:[a-f0-9]{64}$/)),
      size: z.int().check(z.nonnegative()),
    }),
  ),
});

/** Fetches the manifest of an OCI artifact of one layer. Rejects with DrydockError. */
export function fetchArtifactDocument(
  { repository, limits, timing, signal }: Fetching,
  { tag = 'latest', digest: expected }: ImageReference,
): Promise<ArtifactDocument> {
  const path = `manifests/${expected ?? tag}`;
  return withRetries(timing, limits.attempts, signal, async () => {
    const { answer, url } = await repository.get({
      path,
      asked: 'manifest',
      headers: { accept: acceptHeader },
      signal,
    });
    const bytes = await readBody(answer, url, limits.manifestBytes);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    if (expected !== undefined && expected !== digest) {
      throw new DrydockError('broken_image', 'the manifest that came is not the one of its digest');
    }
    const { layers } = shaped(shape, parseUnambiguous(bytes, 'the manifest'), 'the manifest');
    const [layer, ...others] = layers;
    if (layer === undefined || others.length > 0) {
      throw new DrydockError('broken_image', `the artifact has ${layers.length} layers instead of one`);
    }
    return { digest, layer };
  });
}
