import type { PageRequest } from '../../scans/in-pages.ts';
import type { ListRequest } from '../../scans/read-scans.ts';
import { atMostOnce, refuse } from '../manifests/scan-options.ts';
import type { QueryPair } from './go-query.ts';

/** Which kind of scans `GET /scans` lists; an image can only be meant of scans of images. Throws as readListQuery does. */
export function listedKind(pairs: readonly QueryPair[]): 'manifest' | 'image' {
  const kind = atMostOnce(pairs, 'kind');
  if (kind === undefined) return pairs.some(([name]) => name === 'image') ? 'image' : 'manifest';
  if (kind === 'manifest' || kind === 'image') return kind;
  return refuse('kind', kind, 'expected manifest or image');
}

/** The query of a listing of manifest scans. Throws DrydockError `bad_request` that names a parameter and its value. */
export function readListQuery(pairs: readonly QueryPair[]): ListRequest {
  const object = atMostOnce(pairs, 'object');
  const image = atMostOnce(pairs, 'image');
  if (image !== undefined) refuse('image', image, 'expected kind=image with it');
  return { ...readPage(pairs), ...(object !== undefined && { object }) };
}

/** The query of a listing of image scans. Throws as readListQuery does. */
export function readImageListQuery(pairs: readonly QueryPair[]): PageRequest & { image?: string } {
  const object = atMostOnce(pairs, 'object');
  const image = atMostOnce(pairs, 'image');
  if (object !== undefined) refuse('object', object, 'expected image, as scans of images have no objects');
  return { ...readPage(pairs), ...(image !== undefined && { image }) };
}

/** What every listing takes. Throws as readListQuery does. */
export function readPage(pairs: readonly QueryPair[]): PageRequest {
  const limit = atMostOnce(pairs, 'limit');
  const cursor = atMostOnce(pairs, 'cursor');
  if (limit !== undefined && !/^(?:[1-9]\d?|100)$/.test(limit)) {
    refuse('limit', limit, 'expected a whole number from 1 to 100');
  }
  return { ...(limit !== undefined && { limit: Number(limit) }), ...(cursor !== undefined && { cursor }) };
}
