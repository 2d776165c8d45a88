import { DrydockError } from '../errors.ts';
import { parseGoQuery, type QueryPair } from './resources/go-query.ts';
import type { RouteHandler } from './routes.ts';

const page = ['limit', 'cursor'];
const view = ['severity', 'ignore-unfixed', 'pkg-types', 'format', 'fail-on', ...page];
const diff = ['from', 'to', 'platform', 'limit'];

/** What passes over parameters that it does not know: kubesec's routes, those that are asked by monitors, and signed links. */
type LenientHandler = 'scan' | 'health' | 'metrics' | 'docs' | 'openapi' | 'linkedReport';

const known: Readonly<Record<Exclude<RouteHandler, LenientHandler>, readonly string[]>> = {
  scanImage: ['image', 'platform', 'fresh', 'scanners', ...view],
  listScans: ['kind', 'object', 'image', ...page],
  readScan: view,
  deleteScan: [],
  listImages: page,
  readImage: page,
  deleteImage: [],
  imageHistory: ['platform', ...page],
  diffResults: diff,
  diffImages: diff,
  listCves: ['severity', 'since', ...page],
  readCve: page,
  listWatches: page,
  putWatch: [],
  readWatch: [],
  deleteWatch: [],
  requestRun: [],
  listRuns: page,
  readRun: [],
  listKeys: ['tenant'],
  createKey: [],
  bootstrapKey: [],
  readKey: ['tenant'],
  revokeKey: ['tenant'],
  rotateKey: [],
  listSubscriptions: [],
  putSubscription: [],
  readSubscription: [],
  deleteSubscription: [],
  rotateSecret: [],
  testSubscription: [],
  replayDeliveries: [],
  listDeliveries: page,
};

/** Throws DrydockError `bad_request` that names a parameter which the route does not know, never its value; a mistyped gate or filter must not pass. */
export function demandKnownQuery(handler: RouteHandler, rawQuery: string): void {
  if (rawQuery === '' || !isStrict(handler)) return;
  const names = known[handler];
  const stranger = readEveryPair(rawQuery).find(([name]) => !names.includes(name))?.[0];
  if (stranger === undefined) return;
  const expected = names.length === 0 ? 'none is known here' : `expected one of ${names.join(', ')}`;
  throw new DrydockError('bad_request', `query parameter ${JSON.stringify(stranger.slice(0, 100))}: ${expected}`);
}

/** Throws DrydockError `bad_request` where Go's reading would lose a pair without a word. */
export function readEveryPair(raw: string): QueryPair[] {
  const pairs = parseGoQuery(raw);
  if (raw.split('&').filter((part) => part !== '').length === pairs.length) return pairs;
  throw new DrydockError('bad_request', 'a parameter cannot be read: write ; as %3B and % as %25');
}

/** Whether a route refuses parameters that it does not know. */
export const isStrict = (handler: RouteHandler): handler is keyof typeof known => Object.hasOwn(known, handler);
