import { DrydockError } from '../errors.ts';
import { formatApiKey, isKeyId, newApiKey, secretMac } from './api-key.ts';
import type { KeyStore, Pepper, RandomBytes, StoredKey } from './ports.ts';
import { defaultTenant, demand, isTenant, type Principal, type Scope } from './principal.ts';
import { hasEnded } from './verify-key.ts';

export interface ManageDeps {
  keys: KeyStore;
  pepper: Pepper;
  random: RandomBytes;
  /** milliseconds since 1970 */
  clock(): number;
}

export interface KeyRequest {
  name: string;
  scopes: readonly Scope[];
  /** milliseconds from now; absent: the key never ends */
  lifetime?: number | undefined;
  /** another tenant than the caller's: for admins of the default tenant */
  tenant?: string | undefined;
}

/** A new key; `text` is shown this once and kept nowhere. */
export interface IssuedKey {
  key: StoredKey;
  text: string;
}

/** How long a claim to the first key keeps others out: much longer than writing a key and finding it in a list take. */
const claimMs = 60_000;

/** Throws DrydockError `forbidden` or `bad_request`. */
export async function createKey(deps: ManageDeps, principal: Principal, request: KeyRequest): Promise<IssuedKey> {
  const tenant = tenantFor(principal, request.tenant);
  return issue(deps, { ...request, tenant, createdBy: principal.subject });
}

/** The keys of the caller's tenant or, for admins of the default tenant, of another; newest first. */
export async function listKeys(deps: ManageDeps, principal: Principal, tenant?: string): Promise<StoredKey[]> {
  return deps.keys.list(tenantFor(principal, tenant));
}

/** One key. Throws DrydockError `forbidden`, or `not_found` for what is absent or another tenant's. */
export async function readKey(deps: ManageDeps, principal: Principal, id: string, tenant?: string): Promise<StoredKey> {
  return find(deps, tenantFor(principal, tenant), id);
}

/** Ends a key now. Throws DrydockError `forbidden`, or `not_found` for what is absent or another tenant's. */
export async function revokeKey(deps: ManageDeps, principal: Principal, id: string, tenant?: string): Promise<void> {
  const owner = tenantFor(principal, tenant);
  if (!isKeyId(id) || !(await deps.keys.remove(owner, id))) notFound(id);
}

/**
 * A successor with the name, scopes and length of life of a key, which itself ends after `overlap` milliseconds: until then both
 * are valid. Throws DrydockError `forbidden`, `bad_request` or `not_found`.
 */
export async function rotateKey(
  deps: ManageDeps,
  principal: Principal,
  id: string,
  request: { overlap: number; tenant?: string | undefined },
): Promise<IssuedKey> {
  const tenant = tenantFor(principal, request.tenant);
  requireDuration(request.overlap, 'overlap', 0);
  const now = deps.clock();
  const old = await find(deps, tenant, id);
  if (hasEnded(old, now)) return notFound(id);
  const lifetime = old.expires === undefined ? undefined : old.expires - old.created;
  const { name, scopes } = old;
  const issued = await issue(deps, { name, scopes, lifetime, tenant, createdBy: principal.subject });
  // Revoked in the meantime: its successor must not outlive that.
  if (!(await deps.keys.endAt(tenant, id, now + request.overlap))) {
    await deps.keys.remove(tenant, issued.key.id);
    return notFound(id);
  }
  return issued;
}

/** The first admin key. Throws DrydockError `forbidden` where there is one, or somebody else is making it. */
export async function bootstrapKey(deps: ManageDeps, subject: string): Promise<IssuedKey> {
  const now = deps.clock();
  const isClaimed = await deps.keys.claimBootstrap(now, now - claimMs);
  const keys = isClaimed ? await deps.keys.list(defaultTenant) : [];
  if (!isClaimed || keys.some((key) => key.scopes.includes('admin') && !hasEnded(key, now))) {
    throw new DrydockError('forbidden', 'there is an admin key already, or one was made within the last minute');
  }
  return issue(deps, { name: 'first admin', scopes: ['admin'], tenant: defaultTenant, createdBy: subject });
}

async function find({ keys }: ManageDeps, tenant: string, id: string): Promise<StoredKey> {
  const key = isKeyId(id) ? await keys.read(id) : undefined;
  return key?.tenant === tenant ? key : notFound(id);
}

async function issue(
  deps: ManageDeps,
  request: KeyRequest & { tenant: string; createdBy: string },
): Promise<IssuedKey> {
  const { name, scopes, lifetime, tenant, createdBy } = request;
  if (!/^[^\p{C}]{1,100}$/u.test(name)) bad('a key needs a name of 1 to 100 printable characters');
  if (scopes.length === 0) bad('a key needs at least one scope');
  if (lifetime !== undefined) requireDuration(lifetime, 'lifetime', 1);
  const created = deps.clock();
  const fresh = newApiKey(deps.random);
  const key: StoredKey = {
    id: fresh.id,
    ...{ tenant, name, createdBy, created },
    scopes: [...new Set(scopes)],
    mac: secretMac(await deps.pepper(), fresh).toString('hex'),
    ...(lifetime !== undefined && { expires: created + lifetime }),
  };
  await deps.keys.add(key);
  return { key, text: formatApiKey(fresh) };
}

function tenantFor(principal: Principal, wanted: string | undefined): string {
  demand(principal, 'admin');
  if (wanted === undefined || wanted === principal.tenant) return principal.tenant;
  if (principal.tenant !== defaultTenant) {
    throw new DrydockError('forbidden', `only admins of the tenant ${defaultTenant} manage keys of others`);
  }
  return isTenant(wanted) ? wanted : bad('a tenant is named with 1 to 63 of a-z, 0-9 and inner dashes');
}

function requireDuration(milliseconds: number, name: string, least: number): void {
  if (!Number.isSafeInteger(milliseconds) || milliseconds < least || milliseconds > maxDuration) {
    bad(`${name} must be ${least === 0 ? 'zero or more' : 'more than zero'} and at most ten years`);
  }
}

const maxDuration = 3_653 * 86_400_000;

function bad(message: string): never {
  throw new DrydockError('bad_request', message);
}

function notFound(id: string): never {
  throw new DrydockError('not_found', isKeyId(id) ? `there is no key ${id}` : 'there is no such key');
}
