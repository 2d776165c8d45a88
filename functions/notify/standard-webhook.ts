import { createHmac } from 'node:crypto';
import type { RandomBytes } from './ports.ts';

const prefix = 'whsec_';
/** Standard Webhooks 1.0 wants 24 to 64. */
const secretBytes = 32;

export const newWebhookSecret = (random: RandomBytes): string =>
  prefix + Buffer.from(random(secretBytes)).toString('base64');

/** Headers of Standard Webhooks 1.0: one signature for each secret, so that a receiver may know the old or the new one. `time` is milliseconds since 1970. */
export function webhookHeaders(
  message: { id: string; time: number; body: string },
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(message.time / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    const signed = `${message.id}.${timestamp}.${message.body}`;
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
