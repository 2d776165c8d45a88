import { DrydockError } from '../errors.ts';

/** Most severe first. */
export const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] as const;

export type Severity = (typeof severities)[number];

const ranks: ReadonlyMap<string, number> = new Map(severities.map((severity, rank) => [severity, rank]));

/** Trivy's word; what it left out or we do not know counts as UNKNOWN. */
export const severityOf = (text: string | undefined): Severity =>
  text !== undefined && ranks.has(text) ? (text as Severity) : 'UNKNOWN';

/** 0 for CRITICAL, 4 for UNKNOWN. */
export const severityRank = (severity: Severity): number => ranks.get(severity)!;

/** Reads `CRITICAL,high`. Throws DrydockError `bad_request`. */
export function parseSeverities(text: string): ReadonlySet<Severity> {
  const names = text.split(',').map((name) => name.trim().toUpperCase());
  if (names.some((name) => !ranks.has(name))) {
    throw new DrydockError('bad_request', `severities are a list of ${severities.join(', ')}, parted by commas`);
  }
  return new Set(names as Severity[]);
}
