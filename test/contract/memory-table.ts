import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createTable } from '../../functions/storage/table/create-table.ts';
import { dynamoClient } from '../../functions/storage/table/dynamo-client.ts';

export interface TestTable {
  client: DynamoDBClient;
  table: string;
  endpoint: string;
  close(): Promise<void>;
}

/** An empty table in a dynalite of this process; `prepare` may change its server before it listens. */
export async function memoryTable(table = 'drydock-test', prepare?: (server: Server) => void): Promise<TestTable> {
  const server = dynalite({ createTableMs: 0 });
  prepare?.(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = dynamoClient({ endpoint, accessKeyId: 'test' });
  await createTable(client, table);
  return {
    client,
    table,
    endpoint,
    close: async () => {
      client.destroy();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
