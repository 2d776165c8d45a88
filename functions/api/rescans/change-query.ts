import { DrydockError } from '../../errors.ts';
import { formatPlatform, parsePlatform } from '../../image/platform.ts';
import { parseSeverities, type Severity } from '../../image/severity.ts';
import { atMostOnce, refuse } from '../manifests/scan-options.ts';
import type { QueryPair } from '../resources/go-query.ts';

/** Findings of each kind that a diff lists. */
const mostListed = 500;

/** The query of a diff. Throws DrydockError `bad_request` that names a parameter and its value. */
export function readDiffQuery(pairs: readonly QueryPair[]) {
  const limit = atMostOnce(pairs, 'limit');
  if (limit !== undefined && !(/^[1-9]\d{0,2}$/.test(limit) && Number(limit) <= mostListed)) {
    refuse('limit', limit, `expected a whole number from 1 to ${mostListed}`);
  }
  return {
    from: atMostOnce(pairs, 'from'),
    to: atMostOnce(pairs, 'to'),
    platform: readPlatform(pairs),
    limit: limit === undefined ? mostListed : Number(limit),
  };
}

/** In the form that results are kept under. Throws DrydockError `bad_platform`. */
export function readPlatform(pairs: readonly QueryPair[]): string | undefined {
  const platform = atMostOnce(pairs, 'platform');
  return platform === undefined ? undefined : formatPlatform(parsePlatform(platform));
}

/** Ids of CVEs are in capitals, however they were typed. */
export const cveIdOf = (text: string): string => (/^cve-/i.test(text) ? text.toUpperCase() : text);

/** Two sides that must be named. Throws DrydockError `bad_request`. */
export function bothSides({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  if (from === undefined || to === undefined) {
    throw new DrydockError('bad_request', 'name both images: from=nginx:1.27&to=nginx:1.28');
  }
  return { from, to };
}

/** The filter of a listing of CVEs. Throws as readDiffQuery does. */
export function readCveFilter(pairs: readonly QueryPair[]): { severities?: ReadonlySet<Severity>; since?: number } {
  const severity = atMostOnce(pairs, 'severity');
  const since = atMostOnce(pairs, 'since');
  const time = since === undefined ? undefined : Date.parse(since);
  if (since !== undefined && !(/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(since) && time! >= 0)) {
    refuse('since', since, 'expected a time such as 2026-11-24 or 2026-11-24T08:00:00Z');
  }
  return {
    ...(severity !== undefined && { severities: parseSeverities(severity) }),
    ...(time !== undefined && { since: time }),
  };
}
