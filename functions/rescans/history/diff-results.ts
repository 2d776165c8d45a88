import { demand, type Principal } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import type { ImageResult } from '../../scans/image/image-record.ts';
import { isDigest } from '../../scans/image/list.ts';
import type { ImageStore, ReportStore } from '../../scans/image/ports.ts';
import { type Comparison, compare } from './compare.ts';

export interface DiffResultsDeps {
  images: ImageStore;
  reports: Pick<ReportStore, 'read'>;
}

export interface DiffResultsRequest {
  /** scans of the image; the newest two results when absent */
  from?: string | undefined;
  to?: string | undefined;
  platform?: string | undefined;
}

const pageSize = 100;

/** What is different between two results of one image. Throws DrydockError `forbidden`, or `not_found` for an image, scan or report that is not there. */
export async function diffResults(
  deps: DiffResultsDeps,
  principal: Principal,
  digest: string,
  { from, to, platform }: DiffResultsRequest,
): Promise<Comparison<ImageResult>> {
  demand(principal, 'report:read');
  const results = isDigest(digest) ? resultsOf(deps.images, principal.tenant, digest, platform) : noResults();
  const later = await firstThat(results, (one) => to === undefined || one.scan === to);
  if (later === undefined) throw missing(to, digest);
  // Named ones may be in any order; the one before is further down, of the same platform.
  const others = from === undefined ? results : resultsOf(deps.images, principal.tenant, digest, platform);
  const earlier = await firstThat(others, (one) =>
    from === undefined ? one.platform === later.platform : one.scan === from,
  );
  if (earlier === undefined) throw missing(from, digest);
  return compare(deps.reports, earlier, later);
}

async function* resultsOf(
  images: ImageStore,
  tenant: string,
  digest: string,
  platform: string | undefined,
): AsyncGenerator<ImageResult, undefined> {
  const query = { tenant, digest, limit: pageSize, ...(platform !== undefined && { platform }) };
  let after: string | undefined;
  do {
    const page = await images.history({ ...query, ...(after !== undefined && { after }) });
    yield* page.results;
    after = page.next;
  } while (after !== undefined);
}

async function* noResults(): AsyncGenerator<ImageResult, undefined> {}

// Unlike for-of, it leaves the rest to be read.
async function firstThat(
  results: AsyncGenerator<ImageResult, undefined>,
  isIt: (result: ImageResult) => boolean,
): Promise<ImageResult | undefined> {
  for (;;) {
    const { value, done } = await results.next();
    if (done || value === undefined) return undefined;
    if (isIt(value)) return value;
  }
}

function missing(scan: string | undefined, digest: string): DrydockError {
  const what =
    scan === undefined
      ? `there are no two results of ${isDigest(digest) ? digest : 'this image'}`
      : 'there is no such scan of this image';
  return new DrydockError('not_found', what);
}
