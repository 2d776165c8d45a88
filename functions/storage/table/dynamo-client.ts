import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Of one request, throttled and failed ones among them. */
export const requestTries = 3;
export const requestDeadlineMs = 5_000;

export interface DynamoSettings {
  /** of a stand-in such as DynamoDB Local; absent on AWS */
  endpoint?: string;
  /** for an endpoint that does not know AWS accounts */
  accessKeyId?: string;
  /** requestTries when absent */
  maxAttempts?: number;
}

/** A client with bounded tries and times: whoever waits for the table has a deadline. */
export function dynamoClient(settings: DynamoSettings = {}): DynamoDBClient {
  const { endpoint, accessKeyId, maxAttempts = requestTries } = settings;
  return new DynamoDBClient({
    maxAttempts,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: requestDeadlineMs, throwOnRequestTimeout: true },
    ...(endpoint !== undefined && { endpoint }),
    ...(accessKeyId !== undefined && {
      region: 'local',
      credentials: { accessKeyId, secretAccessKey: 'local' },
    }),
  });
}
