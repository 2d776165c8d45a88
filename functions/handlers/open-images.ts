import { randomUUID } from 'node:crypto';
import type { AppDeps } from '../api/app-deps.ts';
import type { AnnounceDeps } from '../notify/announce.ts';
import type { TagFollower } from '../rescans/ports.ts';
import { deriveChecks } from '../rescans/rematch/derive-checks.ts';
import type { ImageScan } from '../scans/image/image-scan.ts';
import { recentFindings } from '../scans/image/recent-findings.ts';
import { waitInPlace } from '../scans/image/wait-in-place.ts';
import type { ScanLog } from '../scans/ports.ts';
import { dynamoIdempotencyStore } from '../storage/images/dynamo-idempotency-store.ts';
import { dynamoWaitPlaces } from '../storage/images/dynamo-wait-places.ts';
import { s3Client } from '../storage/objects/s3-client.ts';
import { s3DatabaseObjects } from '../storage/objects/s3-database-objects.ts';
import { s3ReportStore } from '../storage/objects/s3-report-store.ts';
import { systemTimer as timer } from '../system-timer.ts';
import { promotedIn } from '../trivy/database/bucket/bucket-generations.ts';
import { readChanges } from '../trivy/database/bucket/packed-generation.ts';
import { databaseSteps } from '../trivy/database/database-step.ts';
import { processEnvironment } from './configuration.ts';
import {
  readBucketName,
  readDeploymentKey,
  readRegistries,
  readScanning,
  readWaitingCallers,
} from './image-configuration.ts';
import { openQueue } from './open-doorbells.ts';
import { openFollowing } from './open-following.ts';
import { openJobs } from './open-jobs.ts';
import { openNotifications } from './open-notifications.ts';
import { openRegistry } from './open-registry.ts';
import { openRuns } from './open-runs.ts';

type Opened = Required<{
  [Name in 'images' | 'rescans' | 'runs' | 'notifications']: NonNullable<AppDeps[Name]>;
}> & { announce: AnnounceDeps; tags: TagFollower };

/** What the routes beside manifests need: rows, reports, doorbells, a registry to ask for digests, ways to tell. */
export function openImages(log: ScanLog): Opened {
  const environment = processEnvironment();
  const opened = openJobs();
  const { client, table, clock, ...jobs } = opened;
  const s3 = s3Client();
  const bucket = readBucketName(environment);
  const objects = s3DatabaseObjects(s3, bucket);
  const waiting = { scans: jobs.scans, clock, timer };
  const places = dynamoWaitPlaces({
    ...{ client, table, clock, random: Math.random, newHolder: randomUUID },
    places: readWaitingCallers(environment),
  });
  const deploymentKey = readDeploymentKey(environment);
  const reports = s3ReportStore(s3, bucket, clock);
  const { rescans, announce, forget, beginUse } = openFollowing(opened, reports, deploymentKey, log);
  const database = async () => ({ generation: await promotedIn(objects) });
  const registry = openRegistry(readRegistries(environment));
  const images = {
    ...{ ...jobs, clock, timer, log, deploymentKey, reports, forget, beginUse, database },
    findings: recentFindings(reports),
    deriveChecks: deriveChecks({
      ...{ reliances: rescans.reliances, step: databaseSteps({ changes: (id) => readChanges(objects, id) }), database },
      ...{ rules: { maxDatabaseAgeMs: readScanning(environment).maxDatabaseAgeMs }, log, clock },
    }),
    queue: openQueue(),
    idempotency: dynamoIdempotencyStore(client, table, clock),
    resolver: registry,
    // An environment answers one request at a time: the table alone knows how many wait.
    wait: (scan: ImageScan, ms: number) => waitInPlace(waiting, places, scan, ms),
  };
  const runs = openRuns(opened, rescans, database, log);
  return { images, rescans, runs, notifications: openNotifications(opened, log), announce, tags: registry };
}
