import { askServer, type ServerAccess } from '../stored/ask-server.ts';
import type { IssuedKeyView, KeyRegistry, KeyView } from './key-registry.ts';

const pathOf = (id: string): string => `/keys/${encodeURIComponent(id)}`;
const of = (tenant: string | undefined): string => (tenant === undefined ? '' : `?${new URLSearchParams({ tenant })}`);

/** The keys of a server, by its routes. */
export const remoteKeys = (server: ServerAccess): KeyRegistry => {
  const ask = <T>(method: string, path: string, body?: object): Promise<T> =>
    askServer(server, method, path, body) as Promise<T>;
  return {
    create: (options) => ask<IssuedKeyView>('POST', '/keys', options),
    bootstrap: () => ask<IssuedKeyView>('POST', '/keys/bootstrap'),
    list: async (tenant) => (await ask<{ items: KeyView[] }>('GET', `/keys${of(tenant)}`)).items,
    revoke: (id, tenant) => ask('DELETE', pathOf(id) + of(tenant)),
    rotate: (id, overlap, tenant) => ask<IssuedKeyView>('POST', `${pathOf(id)}/rotate`, { overlap, tenant }),
    close: async () => {},
  };
};
