import type { Severity } from '../../image/severity.ts';

/** A CVE as some image of the tenant has it. */
export interface CveKey {
  tenant: string;
  cve: string;
  severity: Severity;
}

export interface AffectedKey extends CveKey {
  digest: string;
  platform: string;
}

export interface AffectedPackage {
  name: string;
  installed: string;
  /** version or versions with the fix */
  fixed?: string;
  /** file in the image */
  path?: string;
}

/** One image that has a CVE. */
export interface AffectedImage extends AffectedKey {
  repository: string;
  /** whole reference it was last scanned under when this was written */
  image: string;
  title?: string;
  url?: string;
  /** the first ones of `packageCount` */
  packages: readonly AffectedPackage[];
  packageCount: number;
  /** in the repository; milliseconds since 1970 */
  firstSeen: number;
  /** a fix was first known */
  fixSeen?: number;
  /** when the result was made that wrote this */
  scanned: number;
  /** seconds since 1970 */
  expires: number;
}

/** A CVE in the listing of a tenant, once for each severity that images have it with. */
export interface CveEntry extends CveKey {
  title?: string;
  url?: string;
  /** in any image of the tenant */
  firstSeen: number;
  /** whoever set it saw no image that has it */
  mark?: string;
}

/** Under which CVEs an image is found now. */
export interface ImageIndex {
  tenant: string;
  digest: string;
  platform: string;
  /** raised by every write */
  fence: number;
  /** id of a row and a mark of its content */
  rows: readonly (readonly [id: string, mark: string])[];
  /** ids of rows of which nobody knows whether they are there and as they should be */
  doubts: readonly string[];
  /** seconds since 1970 */
  expires: number;
}

/** Names a row among those of one image. */
export const rowId = ({ cve, severity }: Pick<CveKey, 'cve' | 'severity'>): string => `${severity} ${cve}`;

export function readRowId(id: string): Pick<CveKey, 'cve' | 'severity'> {
  const space = id.indexOf(' ');
  return { severity: id.slice(0, space) as Severity, cve: id.slice(space + 1) };
}
