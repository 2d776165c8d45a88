import type { Delivery } from '../../functions/notify/delivery.ts';
import type { News } from '../../functions/notify/news.ts';
import type { DeliveryKey, DeliveryStore, NewsStore, SubscriptionStore } from '../../functions/notify/ports.ts';
import type { Subscription } from '../../functions/notify/subscription.ts';

interface Row {
  fence: number;
}

const replaceIn = <T extends Row>(rows: Map<string, T>, key: string, row: T, fence: number): boolean => {
  const there = rows.get(key);
  if (there === undefined) return false;
  if (there.fence === fence) rows.set(key, structuredClone(row));
  return there.fence === fence || JSON.stringify(there) === JSON.stringify(row);
};

const createIn = <T>(rows: Map<string, T>, key: string, row: T): boolean => {
  if (rows.has(key)) return false;
  rows.set(key, structuredClone(row));
  return true;
};

export function memorySubscriptionStore(): SubscriptionStore {
  const rows = new Map<string, Subscription>();
  const keyOf = (tenant: string, name: string) => `${tenant}#${name}`;
  return {
    create: async (row) => createIn(rows, keyOf(row.tenant, row.name), row),
    read: async (tenant, name) => structuredClone(rows.get(keyOf(tenant, name))),
    replace: async (row, fence) => replaceIn(rows, keyOf(row.tenant, row.name), row, fence),
    remove: async (tenant, name) => rows.delete(keyOf(tenant, name)),
    list: async (tenant) =>
      [...rows.values()]
        .filter((row) => row.tenant === tenant)
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map((row) => structuredClone(row)),
    due: async (now, limit) =>
      [...rows.values()]
        .filter(({ due }) => due !== undefined && due <= now)
        .toSorted((a, b) => a.due! - b.due!)
        .slice(0, limit)
        .map(({ tenant, name }) => ({ tenant, name })),
  };
}

const positionOf = ({ created, id }: { created: number; id: string }): string =>
  `${String(created).padStart(15, '0')}#${id}`;

export function memoryDeliveryStore(): DeliveryStore {
  const rows = new Map<string, Delivery>();
  const keyOf = (key: DeliveryKey) => [key.tenant, key.subscription, positionOf(key)].join('#');
  return {
    create: async (row) => createIn(rows, keyOf(row), row),
    read: async (key) => structuredClone(rows.get(keyOf(key))),
    replace: async (row, fence) => replaceIn(rows, keyOf(row), row, fence),
    async list({ tenant, subscription, limit, after }) {
      const found = [...rows.values()]
        .filter((row) => row.tenant === tenant && row.subscription === subscription)
        .filter((row) => after === undefined || positionOf(row) < after)
        .toSorted((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1));
      const deliveries = found.slice(0, limit).map((row) => structuredClone(row));
      return found.length > limit ? { deliveries, next: positionOf(deliveries.at(-1)!) } : { deliveries };
    },
    due: async (now, limit) =>
      [...rows.values()]
        .filter(({ due }) => due !== undefined && due <= now)
        .toSorted((a, b) => a.due! - b.due!)
        .slice(0, limit)
        .map(({ tenant, subscription, id, created }) => ({ tenant, subscription, id, created })),
  };
}

export function memoryNewsStore(): NewsStore & { rows: Map<string, News> } {
  const rows = new Map<string, News>();
  const keyOf = ({ tenant, database, kind, vulnerability, image }: News) =>
    [tenant, database, kind, vulnerability, image.digest, image.platform].join('#');
  return {
    rows,
    async note(news) {
      createIn(rows, keyOf(news), news);
      return rows.get(keyOf(news))!.source;
    },
    async *of(tenant, database, sources) {
      for (const key of [...rows.keys()].toSorted()) {
        const news = rows.get(key)!;
        const isWanted = news.tenant === tenant && news.database === database && sources.includes(news.source);
        if (isWanted) yield structuredClone(news);
      }
    },
  };
}
