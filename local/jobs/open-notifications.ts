import { randomBytes, randomUUID } from 'node:crypto';
import type { Log } from '../../functions/api/log.ts';
import type { Metrics } from '../../functions/api/metrics.ts';
import { httpTransport, receiverMs } from '../../functions/delivery/http-transport.ts';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { guardedDialer } from '../../functions/network/dialer.ts';
import type { PrivateHost } from '../../functions/network/private-hosts.ts';
import type { AnnounceDeps } from '../../functions/notify/announce.ts';
import { type DeliverDeps, deliverDue } from '../../functions/notify/deliver.ts';
import { giveBack } from '../../functions/notify/give-back.ts';
import { makeDigests } from '../../functions/notify/make-digest.ts';
import type { ManageDeps } from '../../functions/notify/manage-subscriptions.ts';
import type { Clock, DeploymentKey } from '../../functions/notify/ports.ts';
import { dynamoDeliveryStore } from '../../functions/storage/notify/dynamo-delivery-store.ts';
import { dynamoNewsStore } from '../../functions/storage/notify/dynamo-news-store.ts';
import { dynamoSubscriptionStore } from '../../functions/storage/notify/dynamo-subscription-store.ts';
import { systemTimer } from '../../functions/system-timer.ts';
import type { Storage } from '../open-storage.ts';
import { repeat } from './repeat.ts';

export interface NotificationsOptions {
  storage: Storage;
  /** receivers that may have private addresses */
  privateReceivers: readonly PrivateHost[];
  deploymentKey: DeploymentKey;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

export interface OpenNotifications {
  notifications: DeliverDeps & ManageDeps & AnnounceDeps;
  /** Ends the tries under way; what was not delivered is tried again after the next start. */
  close(): Promise<void>;
}

const lookMs = 2_000;
const ports = [443, 8443];

/** Telling subscribers from this process: whoever sits at this machine may have receivers on loopback. */
export async function openNotifications(options: NotificationsOptions): Promise<OpenNotifications> {
  const { storage, privateReceivers, deploymentKey, clock, log, metrics } = options;
  const { client, table } = storage.table;
  const policy = addressPolicy({ loopback: true, privateHosts: privateReceivers, ports });
  const dialer = guardedDialer({ policy, responseMs: receiverMs });
  const notifications = {
    subscriptions: dynamoSubscriptionStore(client, table, clock),
    deliveries: dynamoDeliveryStore(client, table, clock),
    news: dynamoNewsStore(client, table, clock),
    transports: { http: httpTransport(policy, dialer, clock) },
    ...{ deploymentKey, clock, log, metrics },
    chance: Math.random,
    newHolder: randomUUID,
    random: randomBytes,
  };
  if (storage.isOurs) await giveBack(notifications);
  const sender = repeat(systemTimer, lookMs, async () => {
    await makeDigests(notifications);
    await deliverDue(notifications);
  });
  return {
    notifications,
    async close() {
      await sender.close();
      dialer.close();
    },
  };
}
