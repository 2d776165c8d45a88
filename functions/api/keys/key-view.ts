import type { StoredKey } from '../../access/ports.ts';

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** An API key as clients see it: never its secret or what is kept of that; times as RFC 3339. */
export const keyView = ({ id, tenant, name, scopes, createdBy, created, expires, lastUsed }: StoredKey) => ({
  ...{ id, tenant, name, scopes, createdBy },
  created: time(created),
  ...(expires !== undefined && { expires: time(expires) }),
  ...(lastUsed !== undefined && { lastUsed: time(lastUsed) }),
});
