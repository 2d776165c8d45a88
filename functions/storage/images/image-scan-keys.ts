import { shardOf, tenantPrefix } from '../manifests/scan-keys.ts';

/** Due scans of all tenants are spread over so many partitions. */
export const dueShards = 4;

export const timeText = (time: number): string => String(time).padStart(15, '0');

/** gsi1: scans and images of a repository. */
export const repositoryPartition = (tenant: string, repository: string): string =>
  `${tenantPrefix(tenant)}REPO#${repository}`;
/** Sort keys of the scans among them begin so. */
export const repositoryScans = 'SCAN#';

/** gsi2: a tenant's image scans by time. */
export const imageScansPartition = (tenant: string, shard: number): string =>
  `${tenantPrefix(tenant)}SCANS#IMAGE#${shard}`;

/** Sort key of both, without its beginning. */
export const submittedSort = (scan: { submitted: number; id: string }): string =>
  `${timeText(scan.submitted)}#${scan.id}`;

export const isSubmittedSort = (text: string): boolean => /^\d{15}#i[0-9a-f]{32}$/.test(text);

/** gsi3: scans that a sweeper must look at. */
export const duePartition = (shard: number): string => `SYS#DUE#JOB#${shard}`;
export const dueShardOf = (id: string): number => shardOf(id) % dueShards;
export const dueSort = (due: number, scan: { tenant: string; id: string }): string =>
  `${timeText(due)}#${scan.tenant}#${scan.id}`;

/** What a sort key of gsi3 is about. */
export function readDueSort(text: string): { tenant: string; id: string } | undefined {
  const [, tenant, id] = text.split('#');
  return tenant && id ? { tenant, id } : undefined;
}

export const imagePartition = (tenant: string, digest: string): string => `${tenantPrefix(tenant)}IMAGE#${digest}`;
export const imageSort = (platform: string): string => `IMAGE#${platform}`;
/** Sort keys of an image's platforms, and of what was noted of them, begin so. */
export const imageBeginning = 'IMAGE';
export const checkedSort = (platform: string): string => `${imageBeginning}-CHECKED#${platform}`;
/** What a result relies on in a database. */
export const relianceBeginning = 'RELIES#';
export const relianceSort = (platform: string): string => relianceBeginning + platform;
/** Sort keys of an image's history begin so. */
export const imageHistory = 'RESULT#';
export const platformHistory = (platform: string): string => `${imageHistory}${platform}#`;
/** Order of the results of one platform. */
export const scannedPosition = (result: { scanned: number; scan: string }): string =>
  `${timeText(result.scanned)}#${result.scan}`;
export const resultSort = (result: { platform: string; scanned: number; scan: string }): string =>
  platformHistory(result.platform) + scannedPosition(result);
export const isResultSort = (text: string): boolean => /^RESULT#[a-z0-9/._-]+#\d{15}#i[0-9a-f]{32}$/.test(text);

/** gsi2: a tenant's images by their last scan. */
export const imagesPartition = (tenant: string, shard: number): string => `${tenantPrefix(tenant)}IMAGES#${shard}`;
export const scannedSort = (image: { scanned: number; digest: string }): string =>
  `${timeText(image.scanned)}#${image.digest}`;

export const isScannedSort = (text: string): boolean => /^\d{15}#sha256:[0-9a-f]{64}$/.test(text);

export const idempotencyPartition = (tenant: string, key: string): string =>
  `${tenantPrefix(tenant)}IDEMPOTENCY#${key}`;
export const idempotencySort = 'IDEMPOTENCY';

/** One of the places for callers that wait; they belong to no tenant. */
export const waitPlacePartition = (number: number): string => `SYS#WAIT#${number}`;
export const waitPlaceSort = 'WAIT';
