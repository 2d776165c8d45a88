import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { afterEach, describe, expect, it } from 'vitest';
import { createTable } from '../../functions/storage/table/create-table.ts';
import { dynamoClient } from '../../functions/storage/table/dynamo-client.ts';

let stop = (): void => {};
afterEach(() => stop());

async function serve(createTableMs: number) {
  const server = dynalite({ createTableMs }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = dynamoClient({ endpoint, accessKeyId: 'test', maxAttempts: 1 });
  stop = () => {
    client.destroy();
    server.close();
    server.closeAllConnections();
  };
  return client;
}

describe('creating the table', () => {
  it('creating the table: one that is there stays as it is', async () => {
    const client = await serve(0);
    await createTable(client, 'drydock');
    const { Table: first } = await client.send(new DescribeTableCommand({ TableName: 'drydock' }));
    await createTable(client, 'drydock');
    const { Table: second } = await client.send(new DescribeTableCommand({ TableName: 'drydock' }));
    expect(second?.TableId).toBe(first?.TableId);
  });

  it('creating the table: waits until it can be used', async () => {
    const client = await serve(200);
    await createTable(client, 'drydock');
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'drydock' }));
    expect(Table?.TableStatus).toBe('ACTIVE');
  });

  it('creating the table: where nothing listens, storage is unavailable', async () => {
    const client = await serve(0);
    stop();
    await expect(createTable(client, 'drydock')).rejects.toMatchObject({ code: 'storage_unavailable' });
  });
});
