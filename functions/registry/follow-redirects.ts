import type { IncomingMessage } from 'node:http';
import { DrydockError } from '../errors.ts';
import type { Call, Dialer } from '../network/dialer.ts';

export interface Followed {
  answer: IncomingMessage;
  /** where the answer came from */
  url: URL;
}

const redirects = new Set([301, 302, 303, 307, 308]);

/** A GET that follows redirects by hand: every hop is checked by the dialer, and no other host sees the Authorization header. */
export async function followRedirects(dialer: Dialer, start: URL, call: Call, most: number): Promise<Followed> {
  let url = start;
  let headers = { ...call.headers };
  for (let hops = 0; ; hops += 1) {
    const answer = await dialer.get(url, { ...call, headers });
    const { location } = answer.headers;
    if (!redirects.has(answer.statusCode ?? 0) || location === undefined) return { answer, url };
    answer.destroy();
    if (hops === most)
      throw new DrydockError('registry_unavailable', `${start.host} redirects more than ${most} times`);
    const next = URL.parse(location, url.href);
    if (next === null) throw new DrydockError('registry_unavailable', `${url.host} redirects to what is no address`);
    if (next.origin !== url.origin) {
      const { authorization: _, ...others } = headers;
      headers = others;
    }
    url = next;
  }
}
