import { createHash } from 'node:crypto';
import type { MiddlewareObj } from '@middy/core';
import { type Answer, withHeaders } from '../answer.ts';
import type { Call } from '../call.ts';

/** Names what a GET gives (RFC 9110), and answers 304 to who has it. Weak: packed and unpacked it is the same. */
export const entityTag = (): MiddlewareObj<Call, Answer> => ({
  after(request) {
    const answer = request.response;
    const { headers, requestContext } = request.event.event;
    const isRead = requestContext.http.method === 'GET' || requestContext.http.method === 'HEAD';
    if (answer?.statusCode !== 200 || !isRead) return;
    const tag = `W/"${createHash('sha256').update(answer.body).digest('base64url').slice(0, 22)}"`;
    const tagged = withHeaders(answer, { etag: tag, 'cache-control': 'private, no-cache' });
    request.response = isKnown(headers['if-none-match'], tag) ? notModified(tagged) : tagged;
  },
});

function notModified({ headers }: Answer): Answer {
  const { 'content-type': _, ...others } = headers;
  return { statusCode: 304, headers: others, body: '' };
}

function isKnown(given: string | undefined, tag: string): boolean {
  if (given === undefined) return false;
  const bare = tag.slice(2);
  return given.trim() === '*' || given.split(',').some((one) => one.trim().replace(/^W\//, '') === bare);
}
