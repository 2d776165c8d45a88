import type { Severity } from './severity.ts';

/** One vulnerability in one package of an image. */
export interface ImageFinding {
  /** CVE-…, GHSA-…, as the advisory names it */
  id: string;
  package: string;
  /** canonical: see purl.ts */
  purl?: string;
  /** file in the image that the package was read from */
  path?: string;
  installed: string;
  /** version or versions with the fix */
  fixed?: string;
  /** Trivy's word: affected, fixed, will_not_fix, fix_deferred, end_of_life, under_investigation, unknown */
  status: string;
  severity: Severity;
  /** whose rating the severity is */
  severitySource?: string;
  title?: string;
  class: PackageClass;
  /** debian, alpine, npm's node-pkg, gobinary … */
  type: string;
  /** what Trivy looked at: the image with its OS, or a file */
  target: string;
  url?: string;
  /** diff id of the layer that brought the package */
  layer?: string;
}

export type PackageClass = 'os' | 'library';

/** Whether an update removes it; what `ignore-unfixed` keeps. */
export const isFixable = (finding: ImageFinding): boolean => finding.status === 'fixed';

/**
 * The same text for the same finding in any two scans: vulnerability, package URL, path. Trivy's own fingerprints differ
 * between kinds of scan.
 */
export const findingIdentity = ({ id, purl, package: name, installed, path }: ImageFinding): string =>
  JSON.stringify([id, purl ?? `${name}@${installed}`, path ?? '']);
