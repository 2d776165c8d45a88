import type { deliveryView, subscriptionView } from '../../functions/api/subscriptions/subscription-view.ts';
import { columns } from '../stored/columns.ts';

export type SubscriptionDocument = ReturnType<typeof subscriptionView> & { readonly secret?: string };
export type DeliveryDocument = ReturnType<typeof deliveryView>;

const titles = ['NAME', 'STATE', 'TYPE', 'TO', 'ONLY', 'WHEN'];

const onlyOf = ({ filter }: SubscriptionDocument): string => {
  const { severities = [], fixable, repositories = [], events = [] } = filter;
  return [...severities, ...(fixable ? ['fixable'] : []), ...repositories, ...events].join(' ') || 'everything';
};

const rowOf = (subscription: SubscriptionDocument) => {
  const { name, state, reason, target, digest } = subscription;
  const shown = reason === undefined ? state : `${state}: ${reason}`;
  return [name, shown, target.type, target.to, onlyOf(subscription), digest ? `each ${digest.every}` : 'at once'];
};

/** Subscriptions as lines of columns. */
export const subscriptionListText = (items: readonly SubscriptionDocument[]): string =>
  columns([titles, ...items.map(rowOf)]);

const deliveryTitles = ['ID', 'STATUS', 'TRIES', 'CREATED', 'NEXT TRY', 'TYPE', 'SUBJECT', 'ERROR'];

const deliveryRow = ({ id, status, attempts, created, nextTry = '', error = '', event }: DeliveryDocument) => [
  ...[id, status, attempts, created, nextTry, event.type, event.subject ?? '', error],
];

/** Messages as lines of columns. */
export const deliveryListText = (items: readonly DeliveryDocument[]): string =>
  columns([deliveryTitles, ...items.map(deliveryRow)]);
