import type { Scope } from '../../functions/access/principal.ts';
import type { keyView } from '../../functions/api/keys/key-view.ts';

export type KeyView = ReturnType<typeof keyView>;

/** A new key; `key` is its whole text, shown this once. */
export type IssuedKeyView = KeyView & { readonly key: string };

export interface KeyOptions {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** seconds; absent: it never ends */
  readonly lifetime?: number | undefined;
  readonly tenant?: string | undefined;
}

/** The API keys of a data directory or a server. Methods reject with DrydockError or CommandError. */
export interface KeyRegistry {
  create(options: KeyOptions): Promise<IssuedKeyView>;
  bootstrap(): Promise<IssuedKeyView>;
  list(tenant: string | undefined): Promise<readonly KeyView[]>;
  revoke(id: string, tenant: string | undefined): Promise<void>;
  /** `overlap` in seconds */
  rotate(id: string, overlap: number, tenant: string | undefined): Promise<IssuedKeyView>;
  close(): Promise<void>;
}
