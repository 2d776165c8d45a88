import { afterAll, describe, it } from 'vitest';
import { dynamoScanStore } from '../../functions/storage/manifests/dynamo-scan-store.ts';
import { createTable } from '../../functions/storage/table/create-table.ts';
import { dynamoClient } from '../../functions/storage/table/dynamo-client.ts';
import { findDynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.ts';
import { noon } from './sample-scan.ts';
import { scanStoreContract } from './scan-store.ts';

const jar = findDynamoDbLocal();

if (jar === undefined) {
  console.info('DynamoDB Local: skipped; it needs java and DYNAMODB_LOCAL_JAR, the path of DynamoDBLocal.jar');
  describe('DynamoDB Local', () => {
    it.skip('needs java and DYNAMODB_LOCAL_JAR', () => {});
  });
} else {
  let stop = async (): Promise<void> => {};

  scanStoreContract('the table on DynamoDB Local', async () => {
    const local = await startDynamoDbLocal(jar);
    const client = dynamoClient({ endpoint: local.endpoint, accessKeyId: 'test' });
    stop = () => {
      client.destroy();
      return local.stop();
    };
    await createTable(client, 'drydock-test');
    const clock = { now: noon };
    return { store: dynamoScanStore(client, 'drydock-test', () => clock.now), clock, outcome: 'stored' };
  });

  afterAll(() => stop());
}
