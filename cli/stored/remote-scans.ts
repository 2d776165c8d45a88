import { askServer, type ServerAccess } from './ask-server.ts';
import type { ScanQuery, StoredScans } from './stored-scans.ts';

const queryOf = ({ object, limit, cursor }: ScanQuery): string => {
  const query = new URLSearchParams({ kind: 'manifest', limit: String(limit) });
  if (object !== undefined) query.set('object', object);
  if (cursor !== undefined) query.set('cursor', cursor);
  return query.toString();
};

/** The stored scans of a server, by its routes. */
export const remoteScans = (server: ServerAccess): StoredScans => {
  const ask = <T>(path: string): Promise<T> => askServer(server, 'GET', path) as Promise<T>;
  return {
    list: (query) => ask(`/scans?${queryOf(query)}`),
    get: (id) => ask(`/scans/${encodeURIComponent(id)}`),
    close: async () => {},
  };
};
