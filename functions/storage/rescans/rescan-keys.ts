import type { AffectedKey, CveKey } from '../../rescans/cves/affected-image.ts';
import { imagePartition, timeText } from '../images/image-scan-keys.ts';
import { listingShards, tenantPrefix } from '../manifests/scan-keys.ts';

export const clocksPartition = (tenant: string, repository: string): string =>
  `${tenantPrefix(tenant)}CLOCKS#${repository}`;
/** Sort keys of all clocks of a repository begin so. */
export const clocksBeginning = 'CLOCKS#';
export const clocksSort = (shard: number): string => `${clocksBeginning}${shard}`;

export const cvePartition = (tenant: string, cve: string): string => `${tenantPrefix(tenant)}CVE#${cve}`;
export const cveSort = (severity: string): string => `CVE#${severity}`;
/** Sort keys of the images that have a CVE begin so. */
export const affectedBeginning = 'IMAGE#';
export const affectedSort = ({ severity, digest, platform }: Pick<AffectedKey, 'severity' | 'digest' | 'platform'>) =>
  `${affectedBeginning}${severity}#${digest}#${platform}`;
/** What follows the beginning. */
export const isAffectedPosition = (text: string): boolean => /^[A-Z]+#sha256:[0-9a-f]{64}#[a-z0-9/._-]+$/.test(text);

/** gsi2: the CVEs of a tenant by the time they were first seen, for each severity. */
export const cvesPartition = (tenant: string, severity: string, shard: number): string =>
  `${tenantPrefix(tenant)}CVES#${severity}#${shard}`;
/** The severity makes it unique among listings of several. */
export const firstSeenSort = ({ firstSeen, cve, severity }: CveKey & { firstSeen: number }): string =>
  `${timeText(firstSeen)}#${cve}#${severity}`;
export const isFirstSeenPosition = (text: string): boolean => /^\d{15}#[A-Za-z0-9._:-]{1,100}#[A-Z]+$/.test(text);

// Names of CVEs end in digits or letters of any kind.
export function cveShard(cve: string): number {
  let sum = 0;
  for (let at = 0; at < cve.length; at += 1) sum = (sum * 31 + cve.charCodeAt(at)) % 65_536;
  return sum % listingShards;
}

export const indexPartition = imagePartition;
export const indexSort = (platform: string): string => `CVES#${platform}`;
