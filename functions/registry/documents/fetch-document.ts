import { createHash } from 'node:crypto';
import { DrydockError } from '../../errors.ts';
import type { RegistryLimits } from '../limits.ts';
import type { Descriptor } from '../ports.ts';
import type { Repository } from '../repository.ts';
import { withRetries } from '../retry.ts';
import type { Timing } from '../timing.ts';
import type { KnownDocuments } from './known-documents.ts';
import { acceptHeader } from './media-types.ts';
import { readBody } from './read-body.ts';

export interface Resolving {
  repository: Repository;
  limits: RegistryLimits;
  timing: Timing;
  signal: AbortSignal | undefined;
  known: KnownDocuments;
  /** who asks for what, of pullerKey() */
  puller: string;
}

export interface Fetched {
  bytes: Buffer;
  digest: string;
  mediaType: string | undefined;
  etag?: string;
}

/** What a document was expected to be by whoever named it. */
type Expected = Partial<Descriptor>;

/** What a document just fetched names by digest: whoever was given that one may have this, too, and the registry is asked once. */
export async function namedDocument(resolving: Resolving, path: string, expected: Descriptor): Promise<Fetched> {
  const { known, puller } = resolving;
  const { digest, size, mediaType } = expected;
  const bytes = known.find(puller, digest);
  if (bytes?.length === size) return { bytes, digest, mediaType };
  const fetched = await fetchDocument(resolving, path, expected);
  known.keep(puller, digest, fetched.bytes);
  return fetched;
}

// Without a condition there is always an answer.
export const fetchDocument = async (resolving: Resolving, path: string, expected: Expected): Promise<Fetched> =>
  (await fetchUnless(resolving, path, expected))!;

/** Undefined when the registry says that nothing changed, for a request with a condition. */
export async function fetchUnless(
  resolving: Resolving,
  path: string,
  expected: Expected,
  condition: { 'if-none-match'?: string } = {},
): Promise<Fetched | undefined> {
  const { repository, limits, timing, signal } = resolving;
  const asked = path.startsWith('manifests/') ? 'manifest' : 'blob';
  const most = asked === 'manifest' ? limits.manifestBytes : limits.configBytes;
  const headers = { accept: asked === 'manifest' ? acceptHeader : '*/*', ...condition };
  if ((expected.size ?? 0) > most) throw new DrydockError('image_too_large', `a ${asked} is larger than ${most} bytes`);
  return withRetries(timing, limits.attempts, signal, async () => {
    const { answer, url } = await repository.get({ path, asked, headers, signal });
    if (answer.statusCode === 304) {
      answer.destroy();
      return undefined;
    }
    const bytes = await readBody(answer, url, most);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const announced = answer.headers['docker-content-digest'];
    const isRight = (expected.size ?? bytes.length) === bytes.length && (expected.digest ?? digest) === digest;
    if (!isRight || (typeof announced === 'string' && announced.startsWith('sha256:') && announced !== digest)) {
      throw new DrydockError('broken_image', `the ${asked} that came is not the one of its digest and size`);
    }
    const mediaType = expected.mediaType ?? answer.headers['content-type']?.split(';')[0]?.trim();
    return { bytes, digest, mediaType, ...etagOf(answer.headers.etag) };
  });
}

/** An entity tag of RFC 9110 that can be kept. */
const etagOf = (text = ''): { etag?: string } =>
  /^(?:W\/)?"[\x21\x23-\x7e]{1,200}"$/.test(text) ? { etag: text } : {};
