import { DrydockError } from '../errors.ts';
import { type ImageFinding, isFixable, type PackageClass } from './finding.ts';
import type { Severity } from './severity.ts';

/** What a reader wants to see of a report; an absent part filters nothing. */
export interface FindingView {
  severities?: ReadonlySet<Severity> | undefined;
  ignoreUnfixed?: boolean | undefined;
  classes?: ReadonlySet<PackageClass> | undefined;
}

export interface FindingPage {
  items: ImageFinding[];
  /** place of the first finding of the next page; absent on the last one */
  next?: number;
}

/** As `trivy image` with --severity, --ignore-unfixed and --pkg-types; the order stays. */
export const viewFindings = (findings: readonly ImageFinding[], view: FindingView): ImageFinding[] =>
  findings.filter((finding) => isSeen(finding, view));

const isSeen = (finding: ImageFinding, { severities, ignoreUnfixed, classes }: FindingView): boolean =>
  (severities === undefined || severities.has(finding.severity)) &&
  (ignoreUnfixed !== true || isFixable(finding)) &&
  (classes === undefined || classes.has(finding.class));

/** Whether one of the findings has a severity that the reader wants to stop at. */
export const failsOn = (findings: readonly ImageFinding[], severities: ReadonlySet<Severity>): boolean =>
  findings.some(({ severity }) => severities.has(severity));

/** Findings from the place `offset` on. Reports never change, so places stay. */
export function pageOf(findings: readonly ImageFinding[], limit: number, offset = 0): FindingPage {
  const items = findings.slice(offset, offset + limit);
  const next = offset + items.length;
  return next < findings.length && items.length > 0 ? { items, next } : { items };
}

/** Reads `os,library`. Throws DrydockError `bad_request`. */
export function parsePackageClasses(text: string): ReadonlySet<PackageClass> {
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  if (names.some((name) => name !== 'os' && name !== 'library')) {
    throw new DrydockError('bad_request', 'pkg-types are os, library or both, parted by a comma');
  }
  return new Set(names as PackageClass[]);
}
