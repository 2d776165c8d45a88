import type { KeyObject } from 'node:crypto';
import type { Scope } from './principal.ts';

/** An API key as it is kept: never the secret, only its HMAC. */
export interface StoredKey {
  id: string;
  tenant: string;
  /** what its owner calls it */
  name: string;
  scopes: readonly Scope[];
  /** HMAC-SHA-256 of the secret under the pepper, 64 hex digits */
  mac: string;
  /** subject of whoever made it */
  createdBy: string;
  /** milliseconds since 1970, as every time here */
  created: number;
  /** the key opens nothing from then on; absent: it never ends */
  expires?: number;
  /** exact to the hour */
  lastUsed?: number;
}

/** Keeps API keys. Every method may reject with DrydockError `storage_unavailable`. */
export interface KeyStore {
  /** Rejects with DrydockError `internal` when the id is taken. */
  add(key: StoredKey): Promise<void>;
  /** Strongly consistent: a removed key is gone at once. */
  read(id: string): Promise<StoredKey | undefined>;
  /** Newest first; may lag behind by a moment. */
  list(tenant: string): Promise<StoredKey[]>;
  /** False when the tenant has none with this id. */
  remove(tenant: string, id: string): Promise<boolean>;
  /** Lets a key end at a time, never later than it would have. False when the tenant has none with this id. */
  endAt(tenant: string, id: string, expires: number): Promise<boolean>;
  /** Notes a use unless the key is gone or a use after `unlessSince` is known. */
  noteUse(id: string, now: number, unlessSince: number): Promise<void>;
  /** True for one caller until `staleBefore` of a later one has passed the time of its claim. */
  claimBootstrap(now: number, staleBefore: number): Promise<boolean>;
}

/** Keys the HMACs of secrets; asked for at the first use, so that a start need not wait for it. */
export type Pepper = () => Promise<KeyObject | Uint8Array>;

/** So many bytes nobody can guess. */
export type RandomBytes = (size: number) => Uint8Array;
