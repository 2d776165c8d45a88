import type { Run } from '../../rescans/runs/run.ts';
import type { Watch } from '../../rescans/watches/watch.ts';
import { timeText } from '../images/image-scan-keys.ts';
import { tenantPrefix } from '../manifests/scan-keys.ts';

export const watchPartition = (tenant: string, id: string): string => `${tenantPrefix(tenant)}WATCH#${id}`;
export const watchSort = 'WATCH';

/** gsi1: a tenant's watches of images by target; those of patterns are apart, so that all can be read at once. */
export const watchesPartition = (tenant: string, shard: number): string => `${tenantPrefix(tenant)}WATCHES#${shard}`;
export const patternsPartition = (tenant: string): string => `${tenantPrefix(tenant)}PATTERNS`;
export const targetSort = ({ target, id }: Pick<Watch, 'target' | 'id'>): string => `${target}#${id}`;
export const isTargetSort = (text: string): boolean => /^[^#]{1,500}#w[0-9a-f]{32}$/.test(text);

/** gsi2: watches of images by the time since when they are watched, while that is not long ago. */
export const newWatchesPartition = (tenant: string, shard: number): string => `${tenantPrefix(tenant)}WATCHED#${shard}`;
export const sinceSort = ({ since, id }: { since: number; id: string }): string => `${timeText(since)}#${id}`;
export const isSinceSort = (text: string): boolean => /^\d{15}#w[0-9a-f]{32}$/.test(text);

/** What leads from a change of the database to images. */
export const shelvingPartition = (tenant: string): string => `${tenantPrefix(tenant)}SHELVES`;
export const shelvingSort = 'SHELVES';

/** gsi3: tenants that have watches. */
export const watchingTenants = 'SYS#DUE#WATCH#TENANTS';
export const watchingSort = 'TENANT';

/** gsi3: watches and runs by the time they are due. */
export const dueWatches = (shard: number): string => `SYS#DUE#WATCH#${shard}`;
export const dueRuns = (shard: number): string => `SYS#DUE#RUN#${shard}`;
export const dueSortOf = ({ due, tenant, id }: { due: number; tenant: string; id: string }): string =>
  `${timeText(due)}#${tenant}#${id}`;

export const runPartition = (tenant: string, id: string): string => `${tenantPrefix(tenant)}RUN#${id}`;
export const runSort = 'RUN';
export const batchSort = (number: number): string => `BATCH#${String(number).padStart(5, '0')}`;

/** gsi2: a tenant's runs by time. */
export const runsPartition = (tenant: string, shard: number): string => `${tenantPrefix(tenant)}RUNS#${shard}`;
export const createdSort = ({ created, id }: Pick<Run, 'created' | 'id'>): string => `${timeText(created)}#${id}`;
export const isCreatedSort = (text: string): boolean => /^\d{15}#r[0-9a-f]{32}$/.test(text);
