import type { IncomingHttpHeaders } from 'node:http';
import type { AskedRight } from './role-rights.ts';

export interface AwsRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Names of resources of the template; URLs of queues end with theirs. */
export interface NamedPlaces {
  table: string;
  bucket: string;
}

export interface ReadRequest {
  /** the access key it is signed with */
  caller: string;
  service: string;
  rights: AskedRight[];
  /** the name of the queue that is meant */
  queue?: string;
}

type Key = { pk: { S: string } };
type Write = { PutRequest?: { Item: Key }; DeleteRequest?: { Key: Key } };
type Batch = Write[] | { Keys: Key[] };

const keyOf = ({ PutRequest, DeleteRequest }: Write): Key => (PutRequest?.Item ?? DeleteRequest?.Key)!;

/** Who asks, and for what: as IAM would name it. */
export function readAwsRequest(request: AwsRequest, places: NamedPlaces): ReadRequest {
  const credential = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '');
  const [, caller = '', service = ''] = credential ?? [];
  const action = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  if (service === 's3') return { caller, service, rights: readObjects(request, places.bucket) };
  const body = JSON.parse(request.body.toString());
  if (service === 'dynamodb') return { caller, service, rights: [readTable(action, body, places.table)] };
  if (service === 'sqs') {
    const queue: string = body.QueueUrl.split('/').at(-1);
    return { caller, service, queue, rights: [{ action: `sqs:${action}`, resource: queue }] };
  }
  return { caller, service, rights: [{ action: `${service}:${action}`, resource: body.SecretId ?? '' }] };
}

// biome-ignore lint/suspicious/noExplicitAny: bodies of several operations
function readTable(operation: string, body: any, table: string): AskedRight {
  const index = body.IndexName === undefined ? '' : `/index/${body.IndexName}`;
  return { action: `dynamodb:${operation}`, resource: table + index, leadingKeys: keysOf(operation, body) };
}

// biome-ignore lint/suspicious/noExplicitAny: bodies of several operations
function keysOf(operation: string, body: any): string[] {
  if (operation === 'Query') {
    const [, name] = /^[#\w]+ = (:\w+)/.exec(body.KeyConditionExpression) ?? [];
    return [body.ExpressionAttributeValues[name!].S];
  }
  const keys: Key[] = body.RequestItems
    ? Object.values<Batch>(body.RequestItems).flatMap((batch) => (Array.isArray(batch) ? batch.map(keyOf) : batch.Keys))
    : [body.Item ?? body.Key];
  return keys.map(({ pk }) => pk.S);
}

function readObjects({ method, url, body }: AwsRequest, bucket: string): AskedRight[] {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
  if (searchParams.has('list-type')) return [{ action: 's3:ListBucket', resource: bucket }];
  if (searchParams.has('delete')) {
    const named = [...body.toString().matchAll(/<Key>(.*?)<\/Key>/g)];
    return named.map(([, name]) => ({ action: 's3:DeleteObject', resource: `${bucket}/${name}` }));
  }
  const action = { PUT: 's3:PutObject', DELETE: 's3:DeleteObject' }[method] ?? 's3:GetObject';
  return [{ action, resource: `${bucket}/${key}` }];
}
