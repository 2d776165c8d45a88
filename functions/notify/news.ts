import type { Severity } from '../image/severity.ts';
import type { AffectedImage, AffectedPackage, NewsKind } from './event.ts';

/** One vulnerability of one image that a scan or a run of rescans has something new about. */
export interface News {
  tenant: string;
  kind: NewsKind;
  vulnerability: string;
  severity: Severity;
  previousSeverity?: Severity;
  title?: string;
  url?: string;
  /** registry and repository */
  repository: string;
  image: Omit<AffectedImage, 'packages'>;
  packages: AffectedPackage[];
  /** generation of the database that brought it */
  database: string;
  /** id of the run or scan that saw it first: it alone tells */
  source: string;
}

/** Packages of one image that are told; more of them say the same. */
export const mostPackages = 20;
/** Images of one vulnerability that are told by name. */
export const mostImages = 100;
/** What a message lists is no larger as JSON: it must go into one item of the table and into one event of a bus. */
export const listBytes = 49_152;
