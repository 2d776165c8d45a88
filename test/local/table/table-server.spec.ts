import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoClient } from '../../../functions/storage/dynamo-client.ts';
import { type TableServer, tableServer } from '../../../local/table/table-server.ts';

const directory = mkdtempSync(join(tmpdir(), 'drydock-'));
let server: TableServer;
beforeAll(async () => {
  server = await tableServer(directory, 'ours');
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true });
});

const post = (headers: Record<string, string>) =>
  fetch(server.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      'x-amz-date': '20270115T120000Z',
      ...headers,
    },
    body: '{}',
  });
const signed = (key: string): string =>
  `AWS4-HMAC-SHA256 Credential=${key}/20270115/local/dynamodb/aws4_request, SignedHeaders=host, Signature=00`;

describe('table server', () => {
  it('table server: answers the process that knows its key', async () => {
    const client = dynamoClient({ endpoint: server.endpoint, accessKeyId: 'ours' });
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    client.destroy();
  });

  it('table server: listens on loopback only', () => {
    expect(new URL(server.endpoint).hostname).toBe('127.0.0.1');
  });

  it('table server: refuses other programs of this machine', async () => {
    expect((await post({ authorization: signed('ours') })).status).toBe(200);
    expect((await post({ authorization: signed('theirs') })).status).toBe(403);
    expect((await post({ authorization: signed('ours-not') })).status).toBe(403);
    expect((await post({})).status).toBe(403);
  });

  it('table server: outlives a client that goes away in the middle of a request', async () => {
    const { hostname, port } = new URL(server.endpoint);
    const socket = connect(Number(port), hostname);
    const head = `POST / HTTP/1.1\r\nhost: x\r\nauthorization: ${signed('ours')}\r\nexpect: 100-continue\r\ncontent-length: 9`;
    socket.write(`${head}\r\n\r\n`);
    await once(socket, 'data');
    socket.end('{');
    await once(socket, 'close');
    expect((await post({ authorization: signed('ours') })).status).toBe(200);
  });

  it('table server: refuses web pages, and a browser that asks for them', async () => {
    const origin = 'https://example.com';
    const page = await post({ authorization: signed('ours'), origin });
    expect([page.status, page.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    const preflight = await fetch(server.endpoint, { method: 'OPTIONS', headers: { origin } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });
});
