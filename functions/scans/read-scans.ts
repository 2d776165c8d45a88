import { demand, type Principal } from '../access/principal.ts';
import { DrydockError } from '../errors.ts';
import { openCursor, signCursor } from './cursor.ts';
import type { DeploymentKey, ManifestScan, ManifestScanStore } from './ports.ts';
import { isScanId } from './scan-id.ts';
import { boundedName } from './summarize-reports.ts';

export interface ReadDeps {
  store: ManifestScanStore;
  /** signs cursors */
  deploymentKey: DeploymentKey;
}

export interface ListRequest {
  /** whole object name, `<kind>/<name>.<namespace>` */
  object?: string | undefined;
  /** 1-100, 20 when absent */
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** Throws DrydockError `forbidden`, or `not_found` for what is absent, expired or another tenant's. */
export async function readScan(deps: ReadDeps, principal: Principal, id: string): Promise<ManifestScan> {
  demand(principal, 'report:read');
  const scan = isScanId(id) ? await deps.store.read(principal.tenant, id) : undefined;
  return scan ?? notFound(id);
}

/** One page of a tenant's scans, newest first. Throws DrydockError `forbidden`, `bad_request` or `bad_cursor`. */
export async function listScans(
  deps: ReadDeps,
  principal: Principal,
  request: ListRequest,
): Promise<{ scans: ManifestScan[]; cursor?: string }> {
  demand(principal, 'report:read');
  const { limit = 20, cursor } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw new DrydockError('bad_request', 'limit must be a whole number from 1 to 100');
  }
  const object = request.object === undefined ? undefined : boundedName(request.object);
  const scope = { tenant: principal.tenant, listing: object === undefined ? 'manifest' : `manifest:${object}` };
  const page = await deps.store.list({
    tenant: principal.tenant,
    limit,
    ...(object !== undefined && { object }),
    ...(cursor !== undefined && { after: openCursor(deps.deploymentKey, scope, cursor) }),
  });
  if (page.next === undefined) return { scans: page.scans };
  return { scans: page.scans, cursor: signCursor(deps.deploymentKey, scope, page.next) };
}

/** Throws DrydockError `forbidden`, or `not_found` as readScan does. */
export async function deleteScan(deps: ReadDeps, principal: Principal, id: string): Promise<void> {
  demand(principal, 'report:delete');
  const removed = isScanId(id) && (await deps.store.remove(principal.tenant, id));
  if (!removed) notFound(id);
}

function notFound(id: string): never {
  throw new DrydockError('not_found', `there is no scan ${isScanId(id) ? id : 'of that id'}`);
}
