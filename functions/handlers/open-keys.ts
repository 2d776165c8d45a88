import { randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ManageDeps } from '../access/manage-keys.ts';
import { dynamoKeyStore } from '../storage/access/dynamo-key-store.ts';
import { secretPepper } from '../storage/access/secret-pepper.ts';
import type { KeyConfiguration } from './key-configuration.ts';

/** API keys in a DynamoDB table; the pepper is read at the first use of one. */
export function openKeys(
  client: DynamoDBClient,
  { tableName, pepperSecret, secretsEndpoint }: KeyConfiguration,
  clock: () => number,
): ManageDeps {
  const pepper = secretPepper({ secretId: pepperSecret, aws: client.config, endpoint: secretsEndpoint, clock });
  return { keys: dynamoKeyStore(client, tableName), pepper, random: randomBytes, clock };
}
