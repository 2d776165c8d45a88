import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { reachTable } from '../storage-unavailable.ts';
import { tableDefinition } from './table-definition.ts';

/** Makes the table in a stand-in of DynamoDB when it is not there. On AWS the stack makes it. */
export async function createTable(client: DynamoDBClient, table: string): Promise<void> {
  await reachTable(async () => {
    try {
      await client.send(new CreateTableCommand(tableDefinition(table)));
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error;
    }
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    if (Table?.TableStatus === 'ACTIVE') return;
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName: table });
  });
}
