import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Principal } from '../../functions/access/principal.ts';
import { deliverDue } from '../../functions/notify/deliver.ts';
import type { CloudEvent } from '../../functions/notify/event.ts';
import { putSubscription } from '../../functions/notify/manage-subscriptions.ts';
import type { News } from '../../functions/notify/news.ts';
import type { DeliveryStore, NewsStore, Reply, SubscriptionStore, Transports } from '../../functions/notify/ports.ts';
import { readSubscription, subscriptionSchema } from '../../functions/notify/read-subscription.ts';
import { memoryDeliveryStore, memoryNewsStore, memorySubscriptionStore } from './memory-stores.ts';

export interface Sent {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface Stores {
  subscriptions: SubscriptionStore;
  deliveries: DeliveryStore;
  news: NewsStore;
}

export const admin: Principal = { tenant: 'acme', subject: 'test', scopes: ['admin'] };
export const start = Date.UTC(2026, 0, 5, 12);

/** Everything of this room around stores in memory, a clock that stands still, and a receiver that does as it is told. */
export function notifyWorld(stores: Partial<Stores> = {}) {
  const time = { now: start };
  const sent: Sent[] = [];
  const published: { topic: string; subject: string; text: string }[] = [];
  const put: { bus: string; event: CloudEvent }[] = [];
  const logged: string[] = [];
  const counted = new Map<string, number>();
  const receiver: { answer: (sent: Sent) => Reply | Promise<Reply> } = { answer: () => ({ status: 204 }) };
  const transports: Transports = {
    http: {
      check() {},
      async post(url, headers, body) {
        sent.push({ url, headers, body });
        return receiver.answer(sent.at(-1)!);
      },
    },
    bus: { put: async (bus, event) => void put.push({ bus, event }) },
    topic: { publish: async (topic, subject, text) => void published.push({ topic, subject, text }) },
  };
  let drawn = 0;
  const deps = {
    subscriptions: memorySubscriptionStore(),
    deliveries: memoryDeliveryStore(),
    news: memoryNewsStore(),
    ...stores,
    transports,
    deploymentKey: Buffer.alloc(32, 7),
    clock: () => time.now,
    chance: () => 0.5,
    newHolder: randomUUID,
    random: (size: number) => {
      drawn += 1;
      return createHash('sha512').update(String(drawn)).digest().subarray(0, size);
    },
    log: { warn: (message: string) => void logged.push(message) },
    metrics: { count: (name: string, value = 1) => void counted.set(name, (counted.get(name) ?? 0) + value) },
  };
  return {
    ...{ deps, time, sent, put, published, logged, counted, receiver },
    subscribe: (name: string, request: object = {}) =>
      putSubscription(
        deps,
        admin,
        name,
        readSubscription(
          z.parse(subscriptionSchema, {
            target: { type: 'webhook', url: 'https://receiver.example/hook' },
            ...request,
          }),
        ),
      ),
    /** Lets time pass until nothing is due any more, at most a week. */
    async settle(): Promise<void> {
      const end = time.now + 7 * 86_400_000;
      while (time.now < end) {
        if ((await deliverDue(deps)) > 0) continue;
        time.now += 60_000;
      }
    },
  };
}

/** News about openssl in one image. */
export const sampleNews = (change: Partial<News> & { digest?: string } = {}): News => {
  const { digest = `sha256:${'a'.repeat(64)}`, ...rest } = change;
  return {
    tenant: 'acme',
    kind: 'new',
    vulnerability: 'CVE-2026-1',
    severity: 'HIGH',
    title: 'openssl reads too far',
    repository: 'docker.io/library/nginx',
    image: { image: 'docker.io/library/nginx:1.27', digest, platform: 'linux/amd64' },
    packages: [{ name: 'openssl', installed: '3.0.1', fixed: '3.0.2' }],
    database: 'g2',
    source: 'run-1',
    ...rest,
  };
};
