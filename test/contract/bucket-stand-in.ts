import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';

/** As much of S3 as reports need, on loopback: objects with their sha256, checked when they are put. */
export async function bucketStandIn() {
  const objects = new Map<string, { body: Buffer; headers: Record<string, string> }>();
  let isBroken = false;
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const key = new URL(request.url ?? '', 'http://s3').pathname;
    if (isBroken) return void response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
    if (request.method === 'PUT') {
      const body = Buffer.concat(parts);
      const digest = createHash('sha256').update(body).digest('base64');
      if (request.headers['x-amz-checksum-sha256'] !== digest) return void response.writeHead(400).end();
      const encoding = String(request.headers['content-encoding']);
      objects.set(key, { body, headers: { 'content-type': 'application/json', 'content-encoding': encoding } });
      return void response.writeHead(200).end();
    }
    const object = objects.get(key);
    if (request.method === 'DELETE') {
      objects.delete(key);
      return void response.writeHead(204).end();
    }
    if (object === undefined) return void response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    response.writeHead(200, { ...object.headers, 'content-length': object.body.byteLength });
    response.end(request.method === 'HEAD' ? undefined : object.body);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forcePathStyle: true,
    region: 'eu-central-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
  return {
    client,
    objects,
    breakDown: () => {
      isBroken = true;
    },
    close: async () => {
      client.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
