import { deleteImage } from '../../scans/image/delete.ts';
import { listImages, readImage } from '../../scans/image/list.ts';
import { type Answer, jsonAnswer, noContent } from '../answer.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Call } from '../call.ts';
import { parseGoQuery } from '../resources/go-query.ts';
import { readPage } from '../resources/list-query.ts';
import { linkNext } from '../resources/page-link.ts';
import { imageResultView, imageView } from './image-scan-view.ts';
import { imagesOf } from './image-scans.ts';

type ImagesDeps = Pick<AppDeps, 'images'>;

/** `GET /images`: each with its newest result. */
export async function listImagesRoute(deps: ImagesDeps, call: Call): Promise<Answer> {
  const pairs = parseGoQuery(call.event.rawQueryString);
  const { images, cursor } = await listImages(imagesOf(deps), call.principal, readPage(pairs));
  const answer = jsonAnswer(200, {
    items: images.map(imageView),
    ...(cursor !== undefined && { nextCursor: cursor }),
  });
  return linkNext(answer, '/images', pairs, cursor);
}

/** `GET /images/{digest}`: what is known of an image, and a page of its history. */
export async function readImageRoute(deps: ImagesDeps, call: Call): Promise<Answer> {
  const pairs = parseGoQuery(call.event.rawQueryString);
  const digest = call.params.digest ?? '';
  const { images, results, cursor } = await readImage(imagesOf(deps), call.principal, digest, readPage(pairs));
  const history = { items: results.map(imageResultView), ...(cursor !== undefined && { nextCursor: cursor }) };
  return linkNext(
    jsonAnswer(200, { digest, images: images.map(imageView), history }),
    `/images/${digest}`,
    pairs,
    cursor,
  );
}

/** `DELETE /images/{digest}`: with its history, scans and reports. */
export async function deleteImageRoute(deps: ImagesDeps, call: Call): Promise<Answer> {
  await deleteImage(imagesOf(deps), call.principal, call.params.digest ?? '');
  return noContent;
}
