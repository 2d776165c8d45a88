import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A message recorded long ago is not to be played again. */
const toleranceSeconds = 300;

/** Whether a message is signed with one of the secrets (`whsec_…`) as Standard Webhooks 1.0 says, and was sent within five minutes of `now`. */
export function isSigned(
  { headers, body }: { headers: IncomingHttpHeaders; body: string },
  secrets: readonly string[],
  now: number,
): boolean {
  const [id, time, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name]);
  if (typeof id !== 'string' || typeof time !== 'string' || typeof signatures !== 'string') return false;
  if (!(Math.abs(now / 1_000 - Number(time)) <= toleranceSeconds)) return false;
  const given = signatures.split(' ').map((signature) => Buffer.from(signature));
  return secrets.some((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const right = Buffer.from(`v1,${createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')}`);
    return given.some((one) => one.length === right.length && timingSafeEqual(one, right));
  });
}
