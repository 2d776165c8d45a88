import { createHash } from 'node:crypto';
import { keepNewest } from '../keep-newest.ts';
import type { RegistryCredentials } from '../ports.ts';
import type { Token } from './fetch-token.ts';

/** Authorization headers in use, by who pulls what; credentials are no part of its keys but as a hash. */
export interface Authorizations {
  find(key: string): string | undefined;
  keep(key: string, token: Token): void;
  forget(key: string): void;
}

const most = 256;
// Of a token's life that is left to the request which carries it.
const marginMs = 10_000;

export function authorizations(epoch: () => number): Authorizations {
  const kept = new Map<string, Token>();
  return {
    find(key) {
      const token = kept.get(key);
      return token !== undefined && token.expires - marginMs > epoch() ? token.authorization : undefined;
    },
    keep: (key, token) => keepNewest(kept, key, token, most),
    forget: (key) => void kept.delete(key),
  };
}

/** The same for the same registry, repository and credentials. */
export function pullerKey(registry: string, repository: string, credentials: RegistryCredentials | undefined): string {
  const { username, password, token } = credentials ?? {};
  return createHash('sha256')
    .update(JSON.stringify([registry, repository, username, password, token]))
    .digest('hex');
}
