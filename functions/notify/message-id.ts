import { createHash } from 'node:crypto';

/** `d` and 32 hex digits: the same for the same parts, so that telling twice makes one row and one message. */
export function messageId(...parts: readonly string[]): string {
  const hash = createHash('sha256').update('drydock-message-1');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return `d${hash.digest('hex').slice(0, 32)}`;
}
