import { createHmac, timingSafeEqual } from 'node:crypto';
import { DrydockError } from '../errors.ts';
import type { DeploymentKey } from './ports.ts';

/** What a cursor is good for: one listing of one tenant. */
export interface CursorScope {
  tenant: string;
  /** the listing with its filter, such as `manifest:Pod/web.default` */
  listing: string;
}

const macBytes = 16;

/** An opaque text that leads to the position in this listing only; whoever changes it, or is of another tenant, is refused. */
export function signCursor(key: DeploymentKey, scope: CursorScope, position: string): string {
  const payload = Buffer.from(position);
  return Buffer.concat([macOf(key, scope, payload), payload]).toString('base64url');
}

/** The position signed into a cursor. Throws DrydockError `bad_cursor`. */
export function openCursor(key: DeploymentKey, scope: CursorScope, cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const payload = bytes.subarray(macBytes);
  const mac = bytes.subarray(0, macBytes);
  // Decoding is lenient: only the one spelling we gave out counts.
  const ours = bytes.toString('base64url') === cursor && mac.length === macBytes;
  if (!ours || !timingSafeEqual(mac, macOf(key, scope, payload))) {
    throw new DrydockError('bad_cursor', 'this cursor does not belong to this listing; start again without one');
  }
  return payload.toString();
}

function macOf(key: DeploymentKey, scope: CursorScope, payload: Uint8Array): Buffer {
  return createHmac('sha256', key)
    .update(`drydock-cursor-1 ${scope.tenant.length}:${scope.tenant}${scope.listing.length}:${scope.listing}`)
    .update(payload)
    .digest()
    .subarray(0, macBytes);
}
