import { DrydockError } from '../../errors.ts';
import { isImageScanId } from '../../scans/image/image-scan-id.ts';
import { deleteScan, listScans, type ReadDeps, readScan } from '../../scans/read-scans.ts';
import { type Answer, jsonAnswer, noContent } from '../answer.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Call } from '../call.ts';
import { deleteImageScanRoute, listImageScansRoute, readImageScanRoute } from '../images/image-scans.ts';
import { parseGoQuery } from '../resources/go-query.ts';
import { listedKind, readListQuery } from '../resources/list-query.ts';
import { linkNext } from '../resources/page-link.ts';
import { refuse } from './scan-options.ts';
import { scanView } from './scan-view.ts';

/** `GET /scans`: of manifests, or of images. */
export async function listStoredScans(deps: AppDeps, call: Call): Promise<Answer> {
  const pairs = parseGoQuery(call.event.rawQueryString);
  if (listedKind(pairs) === 'image') return listImageScansRoute(deps, call);
  const { scans, cursor } = await listScans(withStore(deps), call.principal, readListQuery(pairs));
  const answer = jsonAnswer(200, {
    items: scans.map(scanView),
    ...(cursor !== undefined && { nextCursor: cursor }),
  });
  return linkNext(answer, '/scans', pairs, cursor);
}

/** `GET /scans/{id}`: the id tells what was scanned. Throws DrydockError `bad_request` for a view of a scan of manifests. */
export async function readStoredScan(deps: AppDeps, call: Call): Promise<Answer> {
  if (isImageScanId(idOf(call))) return readImageScanRoute(deps, call);
  const [view] = parseGoQuery(call.event.rawQueryString);
  if (view !== undefined) refuse(...view, 'expected none, as only scans of images have views');
  return jsonAnswer(200, scanView(await readScan(withStore(deps), call.principal, idOf(call))));
}

/** `DELETE /scans/{id}` */
export async function deleteStoredScan(deps: AppDeps, call: Call): Promise<Answer> {
  if (isImageScanId(idOf(call))) return deleteImageScanRoute(deps, call);
  await deleteScan(withStore(deps), call.principal, idOf(call));
  return noContent;
}

const idOf = (call: Call): string => call.params.id ?? '';

function withStore({ store, deploymentKey }: AppDeps): ReadDeps {
  if (store === undefined) throw new DrydockError('storage_unavailable', 'this server keeps no scans');
  return { store, deploymentKey };
}
