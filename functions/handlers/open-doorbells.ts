import { SQSClient } from '@aws-sdk/client-sqs';
import type { DeliveryBell } from '../notify/delivery-bell.ts';
import { formatDeliveryKey } from '../notify/delivery-message.ts';
import { formatBatchMessage } from '../rescans/plan/batch-message.ts';
import type { BatchQueue } from '../rescans/ports.ts';
import { formatScanMessage } from '../scans/image/scan-message.ts';
import { sqsDoorbell } from '../storage/queues/sqs-doorbell.ts';
import { type SqsScanQueue, sqsScanQueue } from '../storage/queues/sqs-scan-queue.ts';
import { processEnvironment } from './configuration.ts';
import { readQueueUrl } from './image-configuration.ts';
import { readBatchQueueUrl, readDeliveryQueueUrl } from './rescan-configuration.ts';

const openSqs = (): SQSClient => {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
  return new SQSClient({ maxAttempts: 3, requestHandler });
};

export const openQueue = (): SqsScanQueue =>
  sqsScanQueue(openSqs(), readQueueUrl(processEnvironment()), formatScanMessage);

export const openBatchQueue = (): BatchQueue =>
  sqsDoorbell(openSqs(), readBatchQueueUrl(processEnvironment()), formatBatchMessage);

export const openDeliveryBell = (): DeliveryBell =>
  sqsDoorbell(openSqs(), readDeliveryQueueUrl(processEnvironment()), formatDeliveryKey);
