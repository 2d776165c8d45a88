import { randomUUID } from 'node:crypto';
import type { ImageScans } from '../api/images/image-deps.ts';
import { waitInPlace } from '../scans/image/wait-in-place.ts';
import type { ScanLog } from '../scans/ports.ts';
import { systemTimer as timer } from '../scans/wait-at-most.ts';
import { dynamoIdempotencyStore } from '../storage/dynamo-idempotency-store.ts';
import { dynamoWaitPlaces } from '../storage/dynamo-wait-places.ts';
import { s3Client } from '../storage/s3-client.ts';
import { s3DatabaseObjects } from '../storage/s3-database-objects.ts';
import { s3ReportStore } from '../storage/s3-report-store.ts';
import { promotedIn } from '../trivy/database/bucket/bucket-generations.ts';
import { processEnvironment } from './configuration.ts';
import { readBucketName, readDeploymentKey, readRegistries, readWaitingCallers } from './image-configuration.ts';
import { openJobs, openQueue } from './open-jobs.ts';
import { openRegistry } from './open-registry.ts';

/** What the routes of images need: rows, reports, a doorbell, a registry to ask for digests. */
export function openImages(log: ScanLog): ImageScans {
  const environment = processEnvironment();
  const { client, table, clock, ...jobs } = openJobs();
  const s3 = s3Client();
  const bucket = readBucketName(environment);
  const objects = s3DatabaseObjects(s3, bucket);
  const waiting = { scans: jobs.scans, clock, timer };
  const places = dynamoWaitPlaces({
    ...{ client, table, clock, random: Math.random, newHolder: randomUUID },
    places: readWaitingCallers(environment),
  });
  return {
    ...{ ...jobs, clock, timer, log },
    deploymentKey: readDeploymentKey(environment),
    queue: openQueue(),
    reports: s3ReportStore(s3, bucket, clock),
    idempotency: dynamoIdempotencyStore(client, table, clock),
    resolver: openRegistry(readRegistries(environment)),
    database: async () => ({ generation: await promotedIn(objects) }),
    // An environment answers one request at a time: the table alone knows how many wait.
    wait: (scan, ms) => waitInPlace(waiting, places, scan, ms),
  };
}
