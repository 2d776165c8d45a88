import { createHash } from 'node:crypto';
import { DrydockError } from '../errors.ts';
import { defaultPlatform, formatPlatform, type Platform, platformDistance } from '../image/platform.ts';
import type { ImageReference } from '../image/reference.ts';
import { candidatesFor, platformMissing, platformsOf } from './choose-platform.ts';
import { readConfigDocument } from './config-document.ts';
import type { KnownDocuments } from './known-documents.ts';
import type { RegistryLimits } from './limits.ts';
import { type ManifestDocument, readManifestDocument } from './manifest-document.ts';
import { acceptHeader } from './media-types.ts';
import type { Descriptor, ResolvedImage } from './ports.ts';
import { readBody } from './read-body.ts';
import type { Repository } from './repository.ts';
import { withRetries } from './retry.ts';
import type { Timing } from './timing.ts';

export interface Resolving {
  repository: Repository;
  limits: RegistryLimits;
  timing: Timing;
  signal: AbortSignal | undefined;
  known: KnownDocuments;
  /** who asks for what, of pullerKey() */
  puller: string;
}

interface Fetched {
  bytes: Buffer;
  digest: string;
  mediaType: string | undefined;
}

/** What a document was expected to be by whoever named it. */
type Expected = Partial<Descriptor>;

interface Found {
  document: ManifestDocument;
  bytes: Buffer;
  digest: string;
}

/** Follows a reference to the one image of a platform: asks for the tag once, and from then on by digest. */
export async function resolveImage(
  resolving: Resolving,
  reference: ImageReference,
  asked: Platform = defaultPlatform,
): Promise<ResolvedImage> {
  const named = reference.digest ?? reference.tag ?? 'latest';
  const top = await fetchDocument(
    resolving,
    `manifests/${named}`,
    reference.digest ? { digest: reference.digest } : {},
  );
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

/** What a document just fetched names by digest: whoever was given that one may have this, too, and the registry is asked once. */
async function namedDocument(resolving: Resolving, path: string, expected: Descriptor): Promise<Fetched> {
  const { known, puller } = resolving;
  const { digest, size, mediaType } = expected;
  const bytes = known.find(puller, digest);
  if (bytes?.length === size) return { bytes, digest, mediaType };
  const fetched = await fetchDocument(resolving, path, expected);
  known.keep(puller, digest, fetched.bytes);
  return fetched;
}

async function fetchDocument(resolving: Resolving, path: string, expected: Expected): Promise<Fetched> {
  const { repository, limits, timing, signal } = resolving;
  const asked = path.startsWith('manifests/') ? 'manifest' : 'blob';
  const most = asked === 'manifest' ? limits.manifestBytes : limits.configBytes;
  const headers = { accept: asked === 'manifest' ? acceptHeader : '*/*' };
  if ((expected.size ?? 0) > most) throw new DrydockError('image_too_large', `a ${asked} is larger than ${most} bytes`);
  return withRetries(timing, limits.attempts, signal, async () => {
    const { answer, url } = await repository.get({ path, asked, headers, signal });
    const bytes = await readBody(answer, url, most);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const announced = answer.headers['docker-content-digest'];
    const isRight = (expected.size ?? bytes.length) === bytes.length && (expected.digest ?? digest) === digest;
    if (!isRight || (typeof announced === 'string' && announced.startsWith('sha256:') && announced !== digest)) {
      throw new DrydockError('broken_image', `the ${asked} that came is not the one of its digest and size`);
    }
    return { bytes, digest, mediaType: expected.mediaType ?? answer.headers['content-type']?.split(';')[0]?.trim() };
  });
}

// The index may say more than the config about the variant, so that a config without one contradicts nothing.
function runsOn(asked: Platform, built: Platform): boolean {
  const offered =
    built.variant === undefined && asked.variant !== undefined ? { ...built, variant: asked.variant } : built;
  return platformDistance(asked, offered) !== undefined;
}
