import { randomUUID } from 'node:crypto';
import type { Rescans } from '../../functions/api/rescans/rescan-deps.ts';
import type { AnnounceDeps } from '../../functions/notify/announce.ts';
import { forgetImage } from '../../functions/rescans/follow-result.ts';
import { followScan } from '../../functions/rescans/follow-scan.ts';
import { tellChanges } from '../../functions/rescans/news/tell-changes.ts';
import type { RelianceStore } from '../../functions/rescans/ports.ts';
import { defaultRunSettings } from '../../functions/rescans/runs/run.ts';
import { beginUse } from '../../functions/rescans/watches/note-use.ts';
import { defaultWatchSettings } from '../../functions/rescans/watches/watch.ts';
import type {
  BeginUse,
  FollowResult,
  ForgetImage,
  ImageScanStore,
  ImageStore,
  ReportStore,
} from '../../functions/scans/image/ports.ts';
import type { Clock, DeploymentKey } from '../../functions/scans/ports.ts';
import { dynamoClockStore } from '../../functions/storage/rescans/dynamo-clock-store.ts';
import { dynamoCveStore } from '../../functions/storage/rescans/dynamo-cve-store.ts';
import { dynamoRelianceStore } from '../../functions/storage/rescans/dynamo-reliance-store.ts';
import { dynamoRunStore } from '../../functions/storage/rescans/dynamo-run-store.ts';
import { dynamoWatchStore } from '../../functions/storage/rescans/dynamo-watch-store.ts';
import type { Storage } from '../open-storage.ts';

export interface RescansOptions {
  table: Storage['table'];
  scans: ImageScanStore;
  images: ImageStore;
  reports: ReportStore;
  deploymentKey: DeploymentKey;
  clock: Clock;
  /** absent: nobody is told what changed */
  announce: AnnounceDeps | undefined;
  /** names the database in use */
  database: () => Promise<{ generation: string }>;
}

/** What is kept of results beside them, and how it gets there. */
export function openRescans({ table: { client, table }, announce, database, ...shared }: RescansOptions): {
  rescans: Rescans;
  reliances: RelianceStore;
  follow: FollowResult;
  forget: ForgetImage;
  beginUse: BeginUse;
} {
  const reliances = dynamoRelianceStore(client, table, shared.clock);
  const runs = { runs: dynamoRunStore(client, table, shared.clock), runSettings: defaultRunSettings };
  const deps = {
    ...shared,
    clocks: dynamoClockStore(client, table),
    cves: dynamoCveStore(client, table, shared.clock),
    reliances,
    watches: dynamoWatchStore(client, table, shared.clock),
    watchSettings: defaultWatchSettings,
    newMark: randomUUID,
    ...(announce && { tell: tellChanges({ ...shared, ...announce, ...runs, database }) }),
  };
  return {
    rescans: deps,
    reliances,
    follow: followScan(deps),
    forget: forgetImage(deps),
    beginUse: beginUse(deps),
  };
}
