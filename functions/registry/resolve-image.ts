import { DrydockError } from '../errors.ts';
import { defaultPlatform, formatPlatform, type Platform, platformDistance } from '../image/platform.ts';
import type { ImageReference } from '../image/reference.ts';
import { candidatesFor, platformMissing, platformsOf } from './documents/choose-platform.ts';
import { readConfigDocument } from './documents/config-document.ts';
import { type Fetched, fetchDocument, fetchUnless, namedDocument, type Resolving } from './documents/fetch-document.ts';
import { type ManifestDocument, readManifestDocument } from './documents/manifest-document.ts';
import type { KnownTag, ResolvedImage } from './ports.ts';

interface Found {
  document: ManifestDocument;
  bytes: Buffer;
  digest: string;
}

/** Follows a reference to the one image of a platform: asks for the tag once, and from then on by digest. */
export async function resolveImage(
  resolving: Resolving,
  reference: ImageReference,
  asked?: Platform,
): Promise<ResolvedImage> {
  const expected = reference.digest ? { digest: reference.digest } : {};
  return imageIn(resolving, reference, await fetchDocument(resolving, pathOf(reference), expected), asked);
}

/** The same of a tag, or undefined when it names what is known; most registries say so without sending it. */
export async function resolveChanged(
  resolving: Resolving,
  reference: ImageReference,
  known: KnownTag | undefined,
  asked?: Platform,
): Promise<ResolvedImage | undefined> {
  // The distribution project's registry, and many others, mark a document with its digest.
  const condition = known === undefined ? {} : { 'if-none-match': known.etag ?? `"${known.digest}"` };
  const top = await fetchUnless(resolving, pathOf(reference), {}, condition);
  return top === undefined || top.digest === known?.digest ? undefined : imageIn(resolving, reference, top, asked);
}

const pathOf = ({ digest, tag = 'latest' }: ImageReference): string => `manifests/${digest ?? tag}`;

async function imageIn(
  resolving: Resolving,
  reference: ImageReference,
  top: Fetched,
  asked: Platform = defaultPlatform,
): Promise<ResolvedImage> {
  const existing: string[] = [];
  const found = await findImage(resolving, top, asked, { depth: 1, existing });
  if (found === undefined) throw platformMissing(asked, existing);
  const { document, bytes, digest } = found;
  const config = await namedDocument(resolving, `blobs/${document.config.digest}`, document.config);
  const { platform, diffIds } = readConfigDocument(config.bytes, document.layers);
  if (!runsOn(asked, platform)) throw platformMissing(asked, [formatPlatform(platform)]);
  return {
    reference,
    digest,
    ...(digest !== top.digest && { indexDigest: top.digest }),
    platform,
    manifest: bytes,
    mediaType: document.mediaType,
    config: document.config,
    configBytes: config.bytes,
    layers: document.layers,
    diffIds,
    ...(top.etag !== undefined && { etag: top.etag }),
  };
}

async function findImage(
  resolving: Resolving,
  { bytes, digest, mediaType }: Fetched,
  asked: Platform,
  seen: { depth: number; existing: string[] },
): Promise<Found | undefined> {
  const document = readManifestDocument(bytes, mediaType, resolving.limits);
  if (document.kind === 'manifest') return { document, bytes, digest };
  const { indexDepth } = resolving.limits;
  if (seen.depth > indexDepth)
    throw new DrydockError('broken_image', `indexes lie more than ${indexDepth} deep in each other`);
  seen.existing.push(...platformsOf(document.entries));
  for (const entry of candidatesFor(document.entries, asked).slice(0, mostCandidates)) {
    const child = await namedDocument(resolving, `manifests/${entry.digest}`, entry);
    const found = await findImage(resolving, child, asked, { ...seen, depth: seen.depth + 1 });
    if (found !== undefined) return found;
  }
  return undefined;
}

// An index full of indexes is nobody's image: no more requests than this for one level.
const mostCandidates = 4;

// The index may say more than the config about the variant, so that a config without one contradicts nothing.
function runsOn(asked: Platform, built: Platform): boolean {
  const offered =
    built.variant === undefined && asked.variant !== undefined ? { ...built, variant: asked.variant } : built;
  return platformDistance(asked, offered) !== undefined;
}
