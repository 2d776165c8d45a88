import type { ShelvingDeps } from '../rescans/plan/plan-touched.ts';
import { s3Client } from '../storage/objects/s3-client.ts';
import { s3DatabaseObjects } from '../storage/objects/s3-database-objects.ts';
import { s3ReportStore } from '../storage/objects/s3-report-store.ts';
import { dynamoRelianceStore } from '../storage/rescans/dynamo-reliance-store.ts';
import { dynamoShelvingStore } from '../storage/rescans/dynamo-shelving-store.ts';
import { dynamoWatchStore } from '../storage/rescans/dynamo-watch-store.ts';
import { readChanges } from '../trivy/database/bucket/packed-generation.ts';
import { databaseSteps } from '../trivy/database/database-step.ts';
import { processEnvironment } from './configuration.ts';
import { readBucketName, readScanning } from './image-configuration.ts';
import type { OpenJobs } from './open-jobs.ts';

/** Shelves in the bucket, and what leads from a change of the database to images on them. */
export function openShelving(
  { client, table, clock, images }: Pick<OpenJobs, 'client' | 'table' | 'clock' | 'images'>,
  telling: Pick<ShelvingDeps, 'log' | 'metrics' | 'newMark'>,
): ShelvingDeps {
  const environment = processEnvironment();
  const bucket = readBucketName(environment);
  const s3 = s3Client();
  const databases = s3DatabaseObjects(s3, bucket);
  return {
    ...{ ...telling, images, clock },
    shelvings: dynamoShelvingStore(client, table, clock),
    objects: s3ReportStore(s3, bucket, clock),
    reliances: dynamoRelianceStore(client, table, clock),
    watches: dynamoWatchStore(client, table, clock),
    step: databaseSteps({ changes: (id) => readChanges(databases, id) }),
    rules: { maxDatabaseAgeMs: readScanning(environment).maxDatabaseAgeMs },
  };
}
