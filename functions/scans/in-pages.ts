import { demand, type Principal } from '../access/principal.ts';
import { DrydockError } from '../errors.ts';
import { openCursor, signCursor } from './cursor.ts';
import type { DeploymentKey } from './ports.ts';

export interface PageRequest {
  /** 1-100, 20 when absent */
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** One page of a listing that a principal may read; the cursor leads on in this listing only. Throws DrydockError `forbidden`, `bad_request` or `bad_cursor`. */
export async function inPages<T extends object>(
  deps: { deploymentKey: DeploymentKey },
  { tenant, ...principal }: Principal,
  listing: string,
  { limit = 20, cursor }: PageRequest,
  read: (page: { tenant: string; limit: number; after?: string }) => Promise<T & { next: string | undefined }>,
): Promise<Omit<T, 'next'> & { cursor?: string }> {
  demand({ tenant, ...principal }, 'report:read');
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw new DrydockError('bad_request', 'limit must be a whole number from 1 to 100');
  }
  const scope = { tenant, listing };
  const after = cursor === undefined ? {} : { after: openCursor(deps.deploymentKey, scope, cursor) };
  const { next, ...page } = await read({ tenant, limit, ...after });
  return next === undefined ? page : { ...page, cursor: signCursor(deps.deploymentKey, scope, next) };
}
