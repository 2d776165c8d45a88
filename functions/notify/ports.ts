import type { KeyObject } from 'node:crypto';
import type { Delivery } from './delivery.ts';
import type { CloudEvent } from './event.ts';
import type { News } from './news.ts';
import type { Subscription } from './subscription.ts';

/** Keeps subscriptions. Every store here may reject with DrydockError `storage_unavailable`. */
export interface SubscriptionStore {
  /** False when there is one of this name. */
  create(subscription: Subscription): Promise<boolean>;
  read(tenant: string, name: string): Promise<Subscription | undefined>;
  /** Writes only while the row's fence is `fence`; false when it is not, or the row is gone. Written twice by a retry it is still true. */
  replace(subscription: Subscription, fence: number): Promise<boolean>;
  /** False when there was none. */
  remove(tenant: string, name: string): Promise<boolean>;
  /** By name; may lag behind by a moment. */
  list(tenant: string): Promise<Subscription[]>;
  /** Subscriptions of all tenants whose digest is due. */
  due(now: number, limit: number): Promise<{ tenant: string; name: string }[]>;
}

export interface DeliveryKey {
  tenant: string;
  subscription: string;
  id: string;
  created: number;
}

export interface DeliveryStore {
  /** False when there is one of this key. */
  create(delivery: Delivery): Promise<boolean>;
  read(key: DeliveryKey): Promise<Delivery | undefined>;
  /** As of SubscriptionStore. */
  replace(delivery: Delivery, fence: number): Promise<boolean>;
  /** Newest first. */
  list(query: {
    tenant: string;
    subscription: string;
    limit: number;
    after?: string;
  }): Promise<{ deliveries: Delivery[]; next?: string }>;
  /** Deliveries of all tenants that are to be tried, the most overdue first. */
  due(now: number, limit: number): Promise<DeliveryKey[]>;
}

export interface NewsStore {
  /** Keeps what nobody noted yet of this database. Resolves to the source that saw it first: it is that one's to tell. */
  note(news: News): Promise<string>;
  /** What these sources saw first; what is about the same vulnerability, and in the same way, comes together. */
  of(tenant: string, database: string, sources: readonly string[]): AsyncIterable<News>;
}

/** The answer of a receiver. */
export interface Reply {
  status: number;
  /** seconds, where it said so */
  retryAfter?: number;
}

/** Sends to receivers on the internet; rejects with DrydockError `forbidden_address` or `registry_unavailable`. */
export interface HttpTransport {
  /** Throws DrydockError `forbidden_address` for a URL that would never be called. */
  check(url: string): void;
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Reply>;
}

export interface EventBus {
  put(bus: string, event: CloudEvent): Promise<void>;
}

export interface Topic {
  publish(topic: string, subject: string, text: string): Promise<void>;
}

/** How this host can send; what is absent it cannot. */
export interface Transports {
  http: HttpTransport;
  bus?: EventBus;
  topic?: Topic;
}

/** Seals targets and secrets. */
export type DeploymentKey = KeyObject | Uint8Array;
export type Clock = () => number;
/** So many bytes nobody can guess. */
export type RandomBytes = (size: number) => Uint8Array;

export interface NotifyLog {
  warn(message: string, fields?: Record<string, unknown>): void;
}
export interface NotifyMetrics {
  count(name: string, value?: number): void;
}
