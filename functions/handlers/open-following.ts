import { randomUUID } from 'node:crypto';
import type { AnnounceDeps } from '../notify/announce.ts';
import { ringingDeliveries } from '../notify/delivery-bell.ts';
import { forgetImage } from '../rescans/follow-result.ts';
import { followScan } from '../rescans/follow-scan.ts';
import { tellChanges } from '../rescans/news/tell-changes.ts';
import { beginUse } from '../rescans/watches/note-use.ts';
import { defaultWatchSettings } from '../rescans/watches/watch.ts';
import type { ReportStore } from '../scans/image/ports.ts';
import type { DeploymentKey, ScanLog } from '../scans/ports.ts';
import { dynamoDeliveryStore } from '../storage/notify/dynamo-delivery-store.ts';
import { dynamoNewsStore } from '../storage/notify/dynamo-news-store.ts';
import { dynamoSubscriptionStore } from '../storage/notify/dynamo-subscription-store.ts';
import { dynamoClockStore } from '../storage/rescans/dynamo-clock-store.ts';
import { dynamoCveStore } from '../storage/rescans/dynamo-cve-store.ts';
import { dynamoRelianceStore } from '../storage/rescans/dynamo-reliance-store.ts';
import { dynamoWatchStore } from '../storage/rescans/dynamo-watch-store.ts';
import { openDeliveryBell } from './open-doorbells.ts';
import type { OpenJobs } from './open-jobs.ts';
import { openRunStore } from './open-run-store.ts';

/** Where messages are made, and the notifier called: subscriptions, deliveries, what is news. */
export const openAnnouncing = (
  { client, table, clock }: Pick<OpenJobs, 'client' | 'table' | 'clock'>,
  log: ScanLog,
): AnnounceDeps => ({
  subscriptions: dynamoSubscriptionStore(client, table, clock),
  deliveries: ringingDeliveries(dynamoDeliveryStore(client, table, clock), { bell: openDeliveryBell(), clock, log }),
  news: dynamoNewsStore(client, table, clock),
  clock,
});

/** What is kept of results beside them, and how it gets there. `database` names the one in use, where it is known. */
export function openFollowing(
  jobs: OpenJobs,
  reports: ReportStore,
  deploymentKey: DeploymentKey,
  log: ScanLog,
  database?: () => Promise<{ generation: string }>,
) {
  const { client, table, clock, scans, images } = jobs;
  const announce = openAnnouncing(jobs, log);
  const rescans = {
    ...{ scans, images, reports, deploymentKey, clock },
    clocks: dynamoClockStore(client, table),
    cves: dynamoCveStore(client, table, clock),
    reliances: dynamoRelianceStore(client, table, clock),
    watches: dynamoWatchStore(client, table, clock),
    watchSettings: defaultWatchSettings,
    newMark: randomUUID,
    tell: tellChanges({ ...announce, ...openRunStore(jobs), deploymentKey, ...(database && { database }) }),
  };
  const entering = { follow: followScan(rescans), forget: forgetImage(rescans), beginUse: beginUse(rescans) };
  return { rescans, announce, ...entering };
}
