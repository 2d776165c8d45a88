import type { APIGatewayProxyEventV2 } from 'aws-lambda';

interface GatewayRequest {
  method?: string;
  path?: string;
  query?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** ARN of the caller that the IAM authorizer found */
  caller?: string;
  routeKey?: string;
}

/** A payload of version 2.0 as an HTTP API hands it over; bytes travel as base64, text as it is. */
export const gatewayEvent = (request: GatewayRequest): APIGatewayProxyEventV2 => {
  const { method = 'POST', path = '/scan', query = '', headers = {}, body, caller } = request;
  const authorizer = caller === undefined ? {} : { authorizer: { iam: { userArn: caller } } };
  const isText = typeof body === 'string';
  return {
    version: '2.0',
    routeKey: request.routeKey ?? `${method} ${path}`,
    rawPath: path,
    rawQueryString: query,
    headers: { 'content-type': isText ? 'text/plain' : 'application/x-www-form-urlencoded', ...headers },
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'curl/8.9.1' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: request.routeKey ?? `${method} ${path}`,
      stage: '$default',
      time: '24/Nov/2026:10:00:00 +0000',
      timeEpoch: 1_795_514_400_000,
      ...authorizer,
    },
    isBase64Encoded: body !== undefined && !isText,
    ...(body === undefined ? {} : { body: isText ? body : Buffer.from(body).toString('base64') }),
  };
};
