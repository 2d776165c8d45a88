import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';

/** As much of S3 as reports and databases need, on loopback: objects with their sha256, checked when they are put. */
export async function bucketStandIn() {
  const objects = new Map<string, { body: Buffer; headers: Record<string, string> }>();
  const requests: string[] = [];
  let isBroken = false;
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
    const key = pathname.replace(/\/$/, '');
    requests.push(`${request.method} ${key}`);
    if (isBroken) return void response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
    if (request.method === 'PUT') {
      const body = Buffer.concat(parts);
      const digest = createHash('sha256').update(body).digest('base64');
      if (request.headers['x-amz-checksum-sha256'] !== digest) return void response.writeHead(400).end();
      const encoding = String(request.headers['content-encoding']);
      const packed = encoding === 'undefined' ? {} : { 'content-encoding': encoding };
      objects.set(key, { body, headers: { 'content-type': 'application/json', ...packed } });
      return void response.writeHead(200).end();
    }
    if (searchParams.has('list-type')) {
      response.setHeader('content-type', 'application/xml');
      return void response.end(listing([...objects.keys()], `${key}/`, searchParams.get('prefix') ?? ''));
    }
    if (request.method === 'POST' && searchParams.has('delete')) {
      const named = Buffer.concat(parts)
        .toString()
        .matchAll(/<Key>(.*?)<\/Key>/g);
      for (const [, name] of named) objects.delete(`${key}/${name}`);
      response.setHeader('content-type', 'application/xml');
      return void response.end('<DeleteResult/>');
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
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new S3Client({
    endpoint,
    forcePathStyle: true,
    region: 'eu-central-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
  return {
    client,
    endpoint,
    objects,
    /** method and path of each request */
    requests,
    breakDown: () => {
      isBroken = true;
    },
    recover: () => {
      isBroken = false;
    },
    close: async () => {
      client.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function listing(paths: readonly string[], bucket: string, prefix: string): string {
  const keys = paths.filter((path) => path.startsWith(bucket + prefix)).map((path) => path.slice(bucket.length));
  const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
  return `<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>${keys.length}</KeyCount>${contents}</ListBucketResult>`;
}
