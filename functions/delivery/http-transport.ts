import type { IncomingMessage } from 'node:http';
import type { AddressPolicy } from '../network/address-policy.ts';
import type { PostingDialer } from '../network/dialer.ts';
import type { HttpTransport } from '../notify/ports.ts';

/** Milliseconds that a receiver has for its answer. */
export const receiverMs = 10_000;

/** Webhooks through the guarded dialer: addresses are checked after the name was resolved, redirects are not followed, no answer's body is read. */
export function httpTransport(policy: AddressPolicy, dialer: PostingDialer): HttpTransport {
  return {
    check(text) {
      const url = new URL(text);
      policy.checkUrl(url, policy.trustOf(url));
    },
    async post(text, headers, body) {
      const url = new URL(text);
      const answer = await dialer.post(url, { trust: policy.trustOf(url), headers }, Buffer.from(body));
      const { statusCode = 0 } = answer;
      const retryAfter = secondsOf(answer);
      answer.destroy();
      return { status: statusCode, ...(retryAfter !== undefined && { retryAfter }) };
    },
  };
}

/** Of Retry-After in seconds; a date there is left alone: our own pauses are long enough. */
function secondsOf({ headers }: IncomingMessage): number | undefined {
  const text = headers['retry-after'];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
