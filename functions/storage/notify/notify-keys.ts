import type { Delivery } from '../../notify/delivery.ts';
import type { News } from '../../notify/news.ts';
import type { DeliveryKey } from '../../notify/ports.ts';
import { dueShardOf, dueShards, timeText } from '../images/image-scan-keys.ts';
import { tenantPrefix } from '../manifests/scan-keys.ts';

export const subscriptionPartition = (tenant: string, name: string): string =>
  `${tenantPrefix(tenant)}SUBSCRIPTION#${name}`;
export const subscriptionSort = 'SUBSCRIPTION';
/** gsi1: subscriptions of a tenant by name. */
export const subscriptionsPartition = (tenant: string): string => `${tenantPrefix(tenant)}SUBSCRIPTIONS`;
/** gsi3: subscriptions whose digest is due. */
export const digestsDue = 'SYS#DUE#DIGEST#0';
export const digestDueSort = (due: number, { tenant, name }: { tenant: string; name: string }): string =>
  `${timeText(due)}#${tenant}#${name}`;

export function readDigestDueSort(text: string): { tenant: string; name: string } | undefined {
  const [, tenant, name] = text.split('#');
  return tenant && name ? { tenant, name } : undefined;
}

/** Sort keys of a subscription's messages begin so. */
export const deliveryBeginning = 'DELIVERY#';
/** Position in the listing of a subscription's messages. */
export const deliveryPosition = ({ created, id }: Pick<Delivery, 'created' | 'id'>): string =>
  `${timeText(created)}#${id}`;
export const isDeliveryPosition = (text: string): boolean => /^\d{15}#d[0-9a-f]{32}$/.test(text);

const deliveriesDue = (shard: number): string => `SYS#DUE#DELIVERY#${shard}`;
/** gsi3: messages to be sent. */
export const deliveriesDueOf = (id: string): string => deliveriesDue(dueShardOf(id));
export const allDeliveriesDue: readonly string[] = Array.from({ length: dueShards }, (_, shard) =>
  deliveriesDue(shard),
);
export const deliveryDueSort = (due: number, delivery: Delivery): string =>
  `${timeText(due)}#${delivery.tenant}#${delivery.subscription}#${deliveryPosition(delivery)}`;

export function readDeliveryDueSort(text: string): DeliveryKey | undefined {
  const [, tenant, subscription, created, id] = text.split('#');
  return tenant && subscription && id ? { tenant, subscription, id, created: Number(created) } : undefined;
}

const newsShards = 4;
const newsPartition = (tenant: string, database: string, shard: number): string =>
  `${tenantPrefix(tenant)}NEWS#${database}#${shard}`;
/** By vulnerability: what belongs together lies together. */
export const newsPartitionOf = ({ tenant, database, vulnerability }: News): string => {
  const sum = [...vulnerability].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return newsPartition(tenant, database, sum % newsShards);
};
export const allNewsPartitions = (tenant: string, database: string): string[] =>
  Array.from({ length: newsShards }, (_, shard) => newsPartition(tenant, database, shard));
export const newsSort = ({ kind, vulnerability, image }: News): string =>
  `${kind}#${vulnerability}#${image.digest}#${image.platform}`;
