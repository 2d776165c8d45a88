import { demand, type Principal } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import type { ImageResult } from '../../scans/image/image-record.ts';
import { isDigest } from '../../scans/image/list.ts';
import type { ImageStore } from '../../scans/image/ports.ts';
import { inPages, type PageRequest } from '../../scans/in-pages.ts';
import type { DeploymentKey } from '../../scans/ports.ts';

export interface HistoryDeps {
  images: ImageStore;
  /** signs cursors */
  deploymentKey: DeploymentKey;
}

/** The results of an image, newest first, each with what it changed; of all platforms, one after the other, when none is named. Throws DrydockError `not_found`, `forbidden`, `bad_request` or `bad_cursor`. */
export async function imageHistory(
  deps: HistoryDeps,
  principal: Principal,
  digest: string,
  request: PageRequest & { platform?: string | undefined },
): Promise<{ results: ImageResult[]; cursor?: string }> {
  demand(principal, 'report:read');
  const images = isDigest(digest) ? await deps.images.read(principal.tenant, digest) : [];
  if (images.length === 0) throw new DrydockError('not_found', 'there is no image of this digest');
  const { platform } = request;
  return inPages(deps, principal, `changes:${digest}:${platform ?? ''}`, request, async (page) => {
    const { results, next } = await deps.images.history({
      ...page,
      digest,
      ...(platform !== undefined && { platform }),
    });
    return { results, next };
  });
}
