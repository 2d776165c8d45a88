import { DrydockError } from '../../errors.ts';
import type { Profile } from '../../manifest/profile.ts';
import { allValues, type QueryPair } from '../resources/go-query.ts';

export const formats = ['json', 'sarif', 'junit', 'table', 'markdown'] as const;
export type Format = (typeof formats)[number];

/** What a caller asks of a scan. Everything but `rules` is drydock's own and absent in kubesec. */
export interface RequestedScan {
  rules?: string[];
  exclude?: string[];
  profile?: Profile;
  /** the least score every document must have, lest the answer be 422 */
  minScore?: number;
  format: Format;
}

const profiles = ['kubesec', 'strict'] as const;
// Only these, and only alone: any other Accept means nothing to kubesec and changes nothing here.
const accepted: Readonly<Record<string, Format>> = {
  'application/sarif+json': 'sarif',
  'application/junit+xml': 'junit',
  'text/markdown': 'markdown',
};

/** Throws DrydockError `bad_request` that names a parameter and its value. */
export function readScanOptions(pairs: readonly QueryPair[], accept: string | undefined): RequestedScan {
  const rules = allValues(pairs, 'rule');
  const exclude = allValues(pairs, 'exclude');
  const profile = oneOf(pairs, 'profile', profiles);
  const minScore = wholeNumber(pairs, 'min-score');
  const format = oneOf(pairs, 'format', formats) ?? acceptedFormat(accept);
  return {
    format,
    ...(rules.length > 0 && { rules }),
    ...(exclude.length > 0 && { exclude }),
    ...(profile !== undefined && { profile }),
    ...(minScore !== undefined && { minScore }),
  };
}

function acceptedFormat(accept: string | undefined): Format {
  const type = accept?.trim().toLowerCase() ?? '';
  return Object.hasOwn(accepted, type) ? accepted[type]! : 'json';
}

function oneOf<T extends string>(pairs: readonly QueryPair[], name: string, known: readonly T[]): T | undefined {
  const value = atMostOnce(pairs, name);
  const found = known.find((candidate) => candidate === value);
  if (value !== undefined && found === undefined) refuse(name, value, `expected one of ${known.join(', ')}`);
  return found;
}

function wholeNumber(pairs: readonly QueryPair[], name: string): number | undefined {
  const value = atMostOnce(pairs, name);
  if (value === undefined) return undefined;
  if (!/^-?\d{1,9}$/.test(value)) refuse(name, value, 'expected a whole number such as 3 or -10');
  return Number(value);
}

/** Two values for one gate would leave open which one counts. */
export function atMostOnce(pairs: readonly QueryPair[], name: string): string | undefined {
  const values = allValues(pairs, name);
  if (values.length > 1) refuse(name, values.join(' and '), 'expected it once');
  return values[0];
}

/** Throws the DrydockError `bad_request` of one query parameter. */
export function refuse(name: string, value: string, expected: string): never {
  const shown = value.length > 60 ? `${value.slice(0, 60).toWellFormed()}…` : value;
  throw new DrydockError('bad_request', `query parameter ${name}=${JSON.stringify(shown)}: ${expected}`);
}
