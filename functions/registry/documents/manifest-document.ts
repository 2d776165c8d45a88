import * as z from 'zod/mini';
import { DrydockError } from '../../errors.ts';
import type { RegistryLimits } from '../limits.ts';
import type { Descriptor } from '../ports.ts';
import { configTypes, indexTypes, layerTypes, manifestTypes } from './media-types.ts';
import { parseUnambiguous, refuseLookAlikes } from './unambiguous-json.ts';

export interface IndexEntry extends Descriptor {
  platform?: { os: string; architecture: string; variant?: string | undefined } | undefined;
  annotations?: Record<string, unknown> | undefined;
}

export interface IndexDocument {
  kind: 'index';
  entries: IndexEntry[];
}

export interface ManifestDocument {
  kind: 'manifest';
  mediaType: string;
  config: Descriptor;
  layers: Descriptor[];
}

const descriptor = {
  mediaType: z.string(),
  digest: z.string().check(z.regex(/^sha256:[a-f0-9]{64}$/)),
  size: z.int().check(z.nonnegative()),
};
const platform = z.object({ os: z.string(), architecture: z.string(), variant: z.optional(z.string()) });
const indexShape = z.object({
  manifests: z.array(
    z.object({
      ...descriptor,
      platform: z.optional(platform),
      annotations: z.optional(z.record(z.string(), z.unknown())),
    }),
  ),
});
const manifestShape = z.object({
  config: z.object(descriptor),
  layers: z.array(z.object({ ...descriptor, urls: z.optional(z.array(z.string())) })),
});
const typeShape = z.object({
  mediaType: z.optional(z.string()),
  manifests: z.optional(z.unknown()),
  layers: z.optional(z.unknown()),
});

const topNames = ['schemaVersion', 'mediaType', 'manifests', 'config', 'layers', 'artifactType', 'subject'];
const entryNames = ['mediaType', 'digest', 'size', 'urls', 'platform', 'annotations', 'data', 'artifactType'];

/**
 * Reads a manifest or index of OCI or Docker schema 2. `announced` is the type the registry or the index above gave it.
 * Throws DrydockError: broken_image, not_an_image, foreign_layer, image_too_large.
 */
export function readManifestDocument(
  bytes: Uint8Array,
  announced: string | undefined,
  limits: RegistryLimits,
): IndexDocument | ManifestDocument {
  const value = parseUnambiguous(bytes, 'the manifest');
  refuseLookAlikes(value, topNames, 'the manifest');
  const type = typeOf(value, announced);
  if (indexTypes.has(type)) return readIndex(value);
  if (manifestTypes.has(type)) return readManifest(value, type, limits);
  throw new DrydockError('not_an_image', `a manifest of type ${quoted(type)} is none of an image`);
}

function typeOf(value: unknown, announced: string | undefined): string {
  const { mediaType, manifests, layers } = shaped(typeShape, value, 'the manifest');
  if (manifests !== undefined && layers !== undefined) broken('the manifest is an index and an image at once');
  const known = announced !== undefined && (indexTypes.has(announced) || manifestTypes.has(announced));
  if (known && mediaType !== undefined && mediaType !== announced) {
    broken(`the manifest calls itself ${quoted(mediaType)}, but comes as ${announced}`);
  }
  return mediaType ?? announced ?? '';
}

function readIndex(value: unknown): IndexDocument {
  const { manifests } = shaped(indexShape, value, 'the index');
  for (const entry of manifests) refuseLookAlikes(entry, entryNames, 'an entry of the index');
  return { kind: 'index', entries: manifests };
}

function readManifest(value: unknown, mediaType: string, limits: RegistryLimits): ManifestDocument {
  const raw = value as { config?: unknown; layers?: unknown };
  for (const part of [raw.config, ...(Array.isArray(raw.layers) ? raw.layers : [])]) {
    refuseLookAlikes(part, entryNames, 'the manifest');
  }
  const { config, layers } = shaped(manifestShape, value, 'the manifest');
  if (!configTypes.has(config.mediaType)) {
    throw new DrydockError('not_an_image', `its config is ${quoted(config.mediaType)}: a chart or another artefact`);
  }
  if (layers.length > limits.layers) tooLarge(`it has ${layers.length} layers, more than ${limits.layers}`);
  for (const layer of layers) checkLayer(layer, limits);
  const bytes = layers.reduce((sum, { size }) => sum + size, 0);
  if (bytes > limits.imageBytes) tooLarge(`its layers are ${bytes} bytes, more than ${limits.imageBytes}`);
  if (config.size > limits.configBytes) tooLarge(`its config is larger than ${limits.configBytes} bytes`);
  return {
    kind: 'manifest',
    mediaType,
    config,
    layers: layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })),
  };
}

function checkLayer(layer: Descriptor & { urls?: string[] | undefined }, limits: RegistryLimits): void {
  if (layer.urls !== undefined && layer.urls.length > 0) {
    throw new DrydockError(
      'foreign_layer',
      `the layer ${layer.digest} lies outside the registry, from where it is not fetched`,
    );
  }
  if (!layerTypes.has(layer.mediaType)) {
    throw new DrydockError(
      'not_an_image',
      `a layer of type ${quoted(layer.mediaType)} is none of an image: a signature or another artefact`,
    );
  }
  if (layer.size > limits.layerBytes) tooLarge(`a layer is ${layer.size} bytes, more than ${limits.layerBytes}`);
}

/** Throws DrydockError `broken_image` naming the first field that is wrong. */
export function shaped<T>(shape: z.ZodMiniType<T>, value: unknown, what: string): T {
  const result = z.safeParse(shape, value);
  if (result.success) return result.data;
  return broken(`${what} is damaged at ${result.error.issues[0]?.path.join('.') || 'its top'}`);
}

function broken(message: string): never {
  throw new DrydockError('broken_image', message);
}

function tooLarge(message: string): never {
  throw new DrydockError('image_too_large', `the image is too large: ${message}`);
}

/** A stranger's text, cut and with nothing but printable letters. */
function quoted(text: string): string {
  return `"${text.slice(0, 100).replaceAll(/[^\x20-\x7e]/g, '?')}"`;
}
