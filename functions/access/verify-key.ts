import { timingSafeEqual } from 'node:crypto';
import { DrydockError } from '../errors.ts';
import { parseApiKey, secretMac } from './api-key.ts';
import type { KeyStore, Pepper, StoredKey } from './ports.ts';
import type { Principal } from './principal.ts';

export interface VerifyDeps {
  keys: KeyStore;
  pepper: Pepper;
  /** milliseconds since 1970 */
  clock(): number;
  log: { warn(message: string, fields?: Record<string, unknown>): void };
}

const hourMs = 3_600_000;
const macBytes = 32;
const noMac = Buffer.alloc(macBytes);

/**
 * Who an Authorization header speaks for. Throws DrydockError `unauthenticated`, with one text whatever is wrong, so that nobody
 * learns which ids exist; `storage_unavailable` when it cannot be told.
 */
export async function verifyKey(deps: VerifyDeps, authorization: string): Promise<Principal> {
  const given = parseApiKey(/^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '');
  if (given === undefined) return refuse();
  const [pepper, stored] = await Promise.all([deps.pepper(), deps.keys.read(given.id)]);
  const now = deps.clock();
  // An unknown id takes the same steps as a known one.
  const isRight = timingSafeEqual(secretMac(pepper, given), macOf(stored));
  if (stored === undefined || !isRight || hasEnded(stored, now)) return refuse();
  await noteUse(deps, stored, now);
  return { tenant: stored.tenant, subject: `key:${stored.id}`, scopes: stored.scopes };
}

/** The same for a host that may have no keys, where none is valid. */
export const keyVerifier =
  (deps: VerifyDeps | undefined) =>
  async (authorization: string): Promise<Principal> =>
    deps === undefined ? refuse() : verifyKey(deps, authorization);

export const hasEnded = ({ expires }: Pick<StoredKey, 'expires'>, now: number): boolean =>
  expires !== undefined && expires <= now;

function macOf(stored: StoredKey | undefined): Buffer {
  const mac = Buffer.from(stored?.mac ?? '', 'hex');
  return mac.length === macBytes ? mac : noMac;
}

// It is only for people who look for keys that nobody needs: no request fails for it.
async function noteUse({ keys, log }: VerifyDeps, { id, lastUsed }: StoredKey, now: number): Promise<void> {
  if (lastUsed !== undefined && lastUsed > now - hourMs) return;
  try {
    await keys.noteUse(id, now, now - hourMs);
  } catch (error) {
    log.warn('use of a key not noted', { key: id, error });
  }
}

function refuse(): never {
  throw new DrydockError('unauthenticated', 'the Authorization header holds no valid key');
}
