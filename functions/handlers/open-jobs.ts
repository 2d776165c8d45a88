import { SQSClient } from '@aws-sdk/client-sqs';
import { formatScanMessage } from '../scans/image/scan-message.ts';
import { dynamoClient } from '../storage/dynamo-client.ts';
import { dynamoImageScanStore } from '../storage/dynamo-image-scan-store.ts';
import { dynamoImageStore } from '../storage/dynamo-image-store.ts';
import { type SqsScanQueue, sqsScanQueue } from '../storage/sqs-scan-queue.ts';
import { processEnvironment } from './configuration.ts';
import { readJobs, readQueueUrl } from './image-configuration.ts';

/** Rows of scans and images in the table, and the clock that they are compared with. */
export function openJobs() {
  const { table, limits } = readJobs(processEnvironment());
  const client = dynamoClient();
  const clock = Date.now;
  return {
    ...{ client, table, limits, clock },
    scans: dynamoImageScanStore(client, table, clock),
    images: dynamoImageStore(client, table, clock),
  };
}

export type OpenJobs = ReturnType<typeof openJobs>;

export function openQueue(): SqsScanQueue {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
  return sqsScanQueue(
    new SQSClient({ maxAttempts: 3, requestHandler }),
    readQueueUrl(processEnvironment()),
    formatScanMessage,
  );
}
