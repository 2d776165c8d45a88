import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export interface Wanted {
  body?: string | Uint8Array;
  /** hand the body over as text, as the gateway does for text types */
  asText?: boolean;
  headers?: Record<string, string>;
  /** ARN that the IAM authorizer found */
  arn?: string;
  requestId?: string;
}

/** An event as API Gateway makes it; `target` is a path with or without a query. */
export function request(method: string, target: string, wanted: Wanted = {}): APIGatewayProxyEventV2 {
  const question = target.indexOf('?');
  const rawPath = question < 0 ? target : target.slice(0, question);
  const bytes = Buffer.from(wanted.body ?? '');
  const identity = { authorizer: { iam: { userArn: wanted.arn } } };
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: question < 0 ? '' : target.slice(question + 1),
    headers: wanted.headers ?? {},
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example',
      domainPrefix: 'api',
      requestId: wanted.requestId ?? 'request-1',
      routeKey: '$default',
      stage: '$default',
      time: '24/Nov/2026:10:00:00 +0000',
      timeEpoch: 1_795_514_400_000,
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      ...(wanted.arn !== undefined && identity),
    },
    isBase64Encoded: bytes.length > 0 && wanted.asText !== true,
  };
  if (bytes.length === 0) return event;
  return { ...event, body: bytes.toString(wanted.asText ? 'utf8' : 'base64') };
}
