import { parseSeverities, type Severity } from '../../image/severity.ts';
import { type FindingView, parsePackageClasses } from '../../image/views.ts';
import { atMostOnce, refuse } from '../manifests/scan-options.ts';
import { parseGoQuery } from '../resources/go-query.ts';
import { flagOf } from './image-request.ts';

export const imageFormats = ['json', 'trivy', 'sarif', 'table', 'markdown'] as const;
export type ImageFormat = (typeof imageFormats)[number];

/** How a reader wants a scan of an image. */
export interface ImageViewQuery extends FindingView {
  format: ImageFormat;
  /** the answer is 422 when there is a finding of these */
  failOn?: ReadonlySet<Severity> | undefined;
  /** findings on a page */
  limit: number;
  cursor?: string | undefined;
}

const standardLimit = 1_000;
const mostItems = 10_000;

/** Reads the view in the query of a scan's address or of a submit. Throws DrydockError `bad_request`: a gate that was mistyped must not pass. */
export function readImageViewQuery(rawQuery: string): ImageViewQuery {
  const pairs = parseGoQuery(rawQuery);
  const once = <T>(name: string, read: (value: string) => T): T | undefined => {
    const value = atMostOnce(pairs, name);
    return value === undefined ? undefined : read(value);
  };
  return {
    severities: once('severity', parseSeverities),
    ignoreUnfixed: once('ignore-unfixed', (value) => flagOf('ignore-unfixed', value)),
    classes: once('pkg-types', parsePackageClasses),
    format: once('format', formatOf) ?? 'json',
    failOn: once('fail-on', parseSeverities),
    limit: once('limit', limitOf) ?? standardLimit,
    cursor: once('cursor', (cursor) => cursor),
  };
}

function formatOf(value: string): ImageFormat {
  const format = imageFormats.find((known) => known === value);
  return format ?? refuse('format', value, `expected one of ${imageFormats.join(', ')}`);
}

function limitOf(value: string): number {
  const limit = Number(value);
  if (!/^\d{1,5}$/.test(value) || limit < 1 || limit > mostItems) {
    refuse('limit', value, `expected a whole number from 1 to ${mostItems}`);
  }
  return limit;
}
