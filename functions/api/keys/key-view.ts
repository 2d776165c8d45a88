import type { StoredKey } from '../../access/ports.ts';
import { timeText } from '../resources/time-text.ts';

/** An API key as clients see it: never its secret or what is kept of that; times as RFC 3339. */
export const keyView = ({ id, tenant, name, scopes, createdBy, created, expires, lastUsed }: StoredKey) => ({
  ...{ id, tenant, name, scopes, createdBy },
  created: timeText(created),
  ...(expires !== undefined && { expires: timeText(expires) }),
  ...(lastUsed !== undefined && { lastUsed: timeText(lastUsed) }),
});
