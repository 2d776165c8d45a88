import { DrydockError } from '../../errors.ts';
import type { ManifestScan } from '../../scans/ports.ts';

/** A time listing of a tenant is spread over so many partitions. */
export const listingShards = 8;

/** Sort key of the item that is the scan itself. */
export const scanSort = 'SCAN';

export const scanPartition = (tenant: string, id: string): string => `${tenantPrefix(tenant)}SCAN#${id}`;

/** Sort key of the small item by which a scan is found under its `index`th different object. */
export const objectSort = (index: number): string => `OBJECT#${String(index).padStart(2, '0')}`;

/** gsi1: scans by object. */
export const objectPartition = (tenant: string, object: string): string => `${tenantPrefix(tenant)}OBJECT#${object}`;

/** gsi2: a tenant's manifest scans by time. */
export const listingPartition = (tenant: string, shard: number): string =>
  `${tenantPrefix(tenant)}SCANS#MANIFEST#${shard}`;

export const shardOf = (id: string): number => Number.parseInt(id.slice(-1), 16) % listingShards;

/** Sort key of both listings: text order is order of time, the id makes it unique. */
export const positionOf = (scan: Pick<ManifestScan, 'lastSeen' | 'id'>): string =>
  `${String(scan.lastSeen).padStart(15, '0')}#${scan.id}`;

export const isPosition = (text: string): boolean => /^\d{15}#[0-9a-f]{32}$/.test(text);

// A '#' in a tenant's name would let it reach into the keys of another.
export function tenantPrefix(tenant: string): string {
  if (tenant === '' || tenant.includes('#')) throw new DrydockError('internal', 'a tenant has an unusable name');
  return `T#${tenant}#`;
}
