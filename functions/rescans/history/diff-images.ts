import { demand, type Principal } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { formatPlatform, parsePlatform } from '../../image/platform.ts';
import { formatReference, parseReference } from '../../image/reference.ts';
import type { ImageRecord } from '../../scans/image/image-record.ts';
import { isDigest } from '../../scans/image/list.ts';
import type { ImageScanStore, ImageStore, ReportStore } from '../../scans/image/ports.ts';
import { type Comparison, compare } from './compare.ts';

export interface DiffImagesDeps {
  scans: ImageScanStore;
  images: ImageStore;
  reports: Pick<ReportStore, 'read'>;
}

export interface DiffImagesRequest {
  /** references, or digests alone */
  from: string;
  to: string;
  /** linux/amd64 when absent, or the one platform that there is of a digest */
  platform?: string | undefined;
}

/** Scans of a reference that are looked through for one that is done. */
const mostScans = 100;

/** What is different between the newest results of two images that were scanned. Throws DrydockError `forbidden`, `bad_reference`, `bad_platform` or `not_found`. */
export async function diffImages(
  deps: DiffImagesDeps,
  principal: Principal,
  request: DiffImagesRequest,
): Promise<Comparison<ImageRecord>> {
  demand(principal, 'report:read');
  const { platform } = request;
  const asked = platform === undefined ? undefined : formatPlatform(parsePlatform(platform));
  const [from, to] = await Promise.all(
    [request.from, request.to].map((text) => newestOf(deps, principal.tenant, text, asked)),
  );
  return compare(deps.reports, from!, to!);
}

async function newestOf(
  deps: DiffImagesDeps,
  tenant: string,
  text: string,
  platform: string | undefined,
): Promise<ImageRecord> {
  const digest = isDigest(text) ? text : await digestOf(deps, tenant, text, platform ?? 'linux/amd64');
  const images = digest === undefined ? [] : await deps.images.read(tenant, digest);
  const wanted = platform ?? (images.length === 1 ? images[0]?.platform : 'linux/amd64');
  const image = images.find((one) => one.platform === wanted);
  if (image === undefined) throw new DrydockError('not_found', `${nameOf(text)} has not been scanned`);
  return image;
}

/** The digest that a reference had when it was last scanned: a registry is not asked. */
async function digestOf(
  { scans }: DiffImagesDeps,
  tenant: string,
  text: string,
  platform: string,
): Promise<string | undefined> {
  const reference = parseReference(text);
  if (reference.digest !== undefined) return reference.digest;
  const repository = `${reference.registry}/${reference.repository}`;
  const query = { tenant, repository, image: formatReference(reference), limit: mostScans };
  const found = (await scans.list(query)).scans;
  return found.find((scan) => scan.status === 'done' && scan.platform === platform)?.digest;
}

const nameOf = (text: string): string => (isDigest(text) ? text : formatReference(parseReference(text)));
