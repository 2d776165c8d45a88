import { demand, type Principal } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { formatReference, parseReference } from '../../image/reference.ts';
import { inPages, type PageRequest } from '../in-pages.ts';
import type { DeploymentKey } from '../ports.ts';
import type { ImageRecord, ImageResult } from './image-record.ts';
import type { ImageScan } from './image-scan.ts';
import type { DeriveChecks, ImageScanStore, ImageStore } from './ports.ts';

export interface ListDeps {
  scans: ImageScanStore;
  images: ImageStore;
  /** absent where each image shows its own last check */
  deriveChecks?: DeriveChecks;
  /** signs cursors */
  deploymentKey: DeploymentKey;
}

/** A tenant's image scans, newest first; of one image when `image` is a reference, of all its tags when that has no tag. Throws DrydockError `forbidden`, `bad_request`, `bad_reference` or `bad_cursor`. */
export async function listImageScans(
  deps: ListDeps,
  principal: Principal,
  request: PageRequest & { image?: string | undefined },
): Promise<{ scans: ImageScan[]; cursor?: string }> {
  const filter: ImageFilter = request.image === undefined ? {} : imageFilter(request.image);
  const listing = `image-scans:${filter.image ?? filter.repository ?? ''}`;
  return inPages(deps, principal, listing, request, async (page) => {
    const { scans, next } = await deps.scans.list({ ...page, ...filter });
    return { scans, next };
  });
}

/** A tenant's images, newest scan first. Throws as listImageScans does. */
export const listImages = (
  deps: ListDeps,
  principal: Principal,
  request: PageRequest,
): Promise<{ images: ImageRecord[]; cursor?: string }> =>
  inPages(deps, principal, 'images', request, async (page) => {
    const { images, next } = await deps.images.list(page);
    return { images: await withChecks(deps, images), next };
  });

/** An image, one record for each platform, with a page of its history. Throws DrydockError `not_found`, or as listImageScans does. */
export async function readImage(
  deps: ListDeps,
  principal: Principal,
  digest: string,
  request: PageRequest,
): Promise<{ images: ImageRecord[]; results: ImageResult[]; cursor?: string }> {
  demand(principal, 'report:read');
  const images = isDigest(digest) ? await deps.images.read(principal.tenant, digest) : [];
  if (images.length === 0) throw new DrydockError('not_found', 'there is no image of this digest');
  const history = await inPages(deps, principal, `history:${digest}`, request, async (page) => {
    const { results, next } = await deps.images.history({ ...page, digest });
    return { results, next };
  });
  return { images: await withChecks(deps, images), ...history };
}

const withChecks = async ({ deriveChecks }: ListDeps, images: ImageRecord[]): Promise<ImageRecord[]> =>
  deriveChecks === undefined ? images : deriveChecks(images);

/** Whether a text is the digest of a manifest. */
export const isDigest = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text);

type ImageFilter = { repository?: string; image?: string };

function imageFilter(text: string): ImageFilter {
  const reference = parseReference(text);
  const repository = `${reference.registry}/${reference.repository}`;
  // The default tag was not asked for when it was not written.
  const isWhole = reference.digest !== undefined || text.lastIndexOf(':') > text.lastIndexOf('/');
  return isWhole ? { repository, image: formatReference(reference) } : { repository };
}
