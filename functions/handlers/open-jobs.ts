import { dynamoImageScanStore } from '../storage/images/dynamo-image-scan-store.ts';
import { dynamoImageStore } from '../storage/images/dynamo-image-store.ts';
import { dynamoClient } from '../storage/table/dynamo-client.ts';
import { processEnvironment } from './configuration.ts';
import { readJobs } from './image-configuration.ts';

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
