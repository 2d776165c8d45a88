import type { ListRequest } from '../scans/read-scans.ts';
import type { QueryPair } from './go-query.ts';
import { atMostOnce, refuse } from './scan-options.ts';

/** The query of `GET /scans`. Throws DrydockError `bad_request` that names a parameter and its value. */
export function readListQuery(pairs: readonly QueryPair[]): ListRequest {
  const kind = atMostOnce(pairs, 'kind');
  if (kind !== undefined && kind !== 'manifest') refuse('kind', kind, 'expected manifest');
  const object = atMostOnce(pairs, 'object');
  const limit = atMostOnce(pairs, 'limit');
  const cursor = atMostOnce(pairs, 'cursor');
  if (limit !== undefined && !/^(?:[1-9]\d?|100)$/.test(limit)) {
    refuse('limit', limit, 'expected a whole number from 1 to 100');
  }
  return {
    ...(object !== undefined && { object }),
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(cursor !== undefined && { cursor }),
  };
}
