import { DrydockError } from '../../errors.ts';
import { deleteImageScan } from '../../scans/image/delete.ts';
import { isFinal } from '../../scans/image/image-scan.ts';
import { listImageScans } from '../../scans/image/list.ts';
import { readImageScan } from '../../scans/image/read.ts';
import { type ForCaller, submitImageScan } from '../../scans/image/submit.ts';
import type { Submitted } from '../../scans/image/submit-request.ts';
import { longestWaitMs } from '../../scans/image/wait.ts';
import { type Answer, jsonAnswer, noContent, withHeaders } from '../answer.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Call } from '../call.ts';
import { parseGoQuery } from '../resources/go-query.ts';
import { readImageListQuery } from '../resources/list-query.ts';
import { linkNext } from '../resources/page-link.ts';
import { preferredWait } from '../resources/prefer.ts';
import type { ImageScans } from './image-deps.ts';
import { readImageRequest } from './image-request.ts';
import { imageScanAnswer, retryAfter } from './image-scan-answer.ts';
import { imageScanView } from './image-scan-view.ts';
import { type ImageViewQuery, readImageViewQuery } from './image-view-query.ts';
import { asAsked } from './named-scan.ts';

type ScanImagesDeps = Pick<AppDeps, 'images' | 'deploymentKey' | 'answerBytes' | 'clock'>;

/** `POST /scan/image`: 200 with the scan when it is finished, else 202 and where it will be. A view in the query is that of the finished scan. */
export async function submitImage(deps: ScanImagesDeps, call: Call): Promise<Answer> {
  const images = imagesOf(deps);
  const view = readImageViewQuery(call.event.rawQueryString);
  const submitted = await submitImageScan(images, call.principal, readImageRequest(call));
  try {
    return await submittedAnswer({ ...deps, images }, call, submitted, view);
  } finally {
    await submitted.noted;
  }
}

async function submittedAnswer(
  deps: ScanImagesDeps & { images: ImageScans },
  { event }: Call,
  { scan, image, asked }: Submitted & ForCaller,
  view: ImageViewQuery,
): Promise<Answer> {
  const { images } = deps;
  const waitMs = preferredWait(event.headers.prefer, longestWaitMs);
  const latest = waitMs === 0 || isFinal(scan) ? scan : await images.wait(scan, waitMs);
  const headers = {
    location: `/scans/${scan.id}`,
    ...(waitMs > 0 && latest !== undefined && { 'preference-applied': `wait=${waitMs / 1000}` }),
  };
  const current = latest ?? scan;
  if (isFinal(current)) {
    const beside = current === scan ? image : undefined;
    const request = { view, rawQuery: event.rawQueryString, asked };
    const answer = await imageScanAnswer(deps, current, request, beside);
    // The location of a large answer is where the report is.
    return withHeaders(answer, { ...headers, ...answer.headers });
  }
  return withHeaders(jsonAnswer(202, imageScanView(asAsked(current, asked))), {
    ...headers,
    'retry-after': retryAfter(current, deps.clock()),
  });
}

/** `GET /scans/{id}` of an image scan. */
export async function readImageScanRoute(deps: ScanImagesDeps, call: Call): Promise<Answer> {
  const images = imagesOf(deps);
  const { rawQueryString } = call.event;
  const view = readImageViewQuery(rawQueryString);
  const scan = await readImageScan(images, call.principal, call.params.id ?? '');
  return imageScanAnswer({ ...deps, images }, scan, { view, rawQuery: rawQueryString });
}

/** `GET /scans?kind=image` */
export async function listImageScansRoute(deps: ScanImagesDeps, call: Call): Promise<Answer> {
  const pairs = parseGoQuery(call.event.rawQueryString);
  const { scans, cursor } = await listImageScans(imagesOf(deps), call.principal, readImageListQuery(pairs));
  const items = scans.map((scan) => imageScanView(scan));
  const answer = jsonAnswer(200, { items, ...(cursor !== undefined && { nextCursor: cursor }) });
  return linkNext(answer, '/scans', pairs, cursor);
}

/** `DELETE /scans/{id}` of an image scan. */
export async function deleteImageScanRoute(deps: ScanImagesDeps, call: Call): Promise<Answer> {
  await deleteImageScan(imagesOf(deps), call.principal, call.params.id ?? '');
  return noContent;
}

/** Throws DrydockError `storage_unavailable` where images are not scanned. */
export function imagesOf({ images }: Pick<AppDeps, 'images'>): ImageScans {
  if (images !== undefined) return images;
  throw new DrydockError('storage_unavailable', 'this server scans no images: it has no place to keep their scans');
}
