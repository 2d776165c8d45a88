import { type Buffer, isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { timeOfDay, twoDigits } from './time-text.ts';

/** What API Gateway hands over as text; every other body comes as base64. */
const textType = /^(?:text\/|application\/(?:json|xml|javascript)\b)/i;

/** The event that API Gateway would make of a request, but for two things: percent-encoding and every byte are kept. */
export function toEvent(
  request: IncomingMessage,
  body: Buffer,
  requestId: string,
  now: number,
): APIGatewayProxyEventV2 {
  const { path, query } = splitTarget(request.url ?? '/');
  // Node joins repeated headers, as the gateway does; only set-cookie, which no client sends, stays a list.
  const headers = request.headers as Record<string, string>;
  // The gateway would replace bytes that are not UTF-8.
  const isText = textType.test(headers['content-type'] ?? '') && isUtf8(body);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers,
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: headers.host ?? 'localhost',
      domainPrefix: 'local',
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: gatewayTime(now),
      timeEpoch: now,
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Path and query of a request target in origin or absolute form. */
export function splitTarget(target: string): { path: string; query: string } {
  const origin = target.startsWith('/') ? target : target.replace(/^[A-Za-z][\w+.-]*:\/\/[^/?]*/, '');
  const question = origin.indexOf('?');
  if (question < 0) return { path: origin || '/', query: '' };
  return { path: origin.slice(0, question) || '/', query: origin.slice(question + 1) };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `24/Nov/2026:09:30:00 +0000`, as in an access log. */
function gatewayTime(now: number): string {
  const date = new Date(now);
  return `${twoDigits(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${timeOfDay(now)} +0000`;
}
