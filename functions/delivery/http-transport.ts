import type { AddressPolicy } from '../network/address-policy.ts';
import type { PostingDialer } from '../network/dialer.ts';
import { readRetryAfter } from '../network/retry-after.ts';
import type { Clock, HttpTransport } from '../notify/ports.ts';

/** Milliseconds that a receiver has for its answer. */
export const receiverMs = 10_000;
/** No message lives longer, in seconds: what a receiver asks for is cut to this. */
const longestAsked = 86_400;

/** Webhooks through the guarded dialer: addresses are checked after the name was resolved, redirects are not followed, no answer's body is read. */
export function httpTransport(policy: AddressPolicy, dialer: PostingDialer, clock: Clock): HttpTransport {
  return {
    check(text) {
      const url = new URL(text);
      policy.checkUrl(url, policy.trustOf(url));
    },
    async post(text, headers, body) {
      const url = new URL(text);
      const answer = await dialer.post(url, { trust: policy.trustOf(url), headers }, Buffer.from(body));
      const { statusCode = 0 } = answer;
      const retryAfter = readRetryAfter(answer.headers['retry-after'], clock(), longestAsked);
      answer.destroy();
      return { status: statusCode, ...(retryAfter !== undefined && { retryAfter }) };
    },
  };
}
