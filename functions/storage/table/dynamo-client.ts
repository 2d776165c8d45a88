import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface DynamoSettings {
  /** of a stand-in such as DynamoDB Local; absent on AWS */
  endpoint?: string;
  /** for an endpoint that does not know AWS accounts */
  accessKeyId?: string;
  /** tries of one request, throttled and failed ones among them; 3 when absent */
  maxAttempts?: number;
}

/** A client with bounded tries and times: whoever waits for the table has a deadline. */
export function dynamoClient(settings: DynamoSettings = {}): DynamoDBClient {
  const { endpoint, accessKeyId, maxAttempts = 3 } = settings;
  return new DynamoDBClient({
    maxAttempts,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    ...(endpoint !== undefined && { endpoint }),
    ...(accessKeyId !== undefined && {
      region: 'local',
      credentials: { accessKeyId, secretAccessKey: 'local' },
    }),
  });
}
