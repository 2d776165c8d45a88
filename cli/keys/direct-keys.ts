import {
  bootstrapKey,
  createKey,
  type IssuedKey,
  listKeys,
  revokeKey,
  rotateKey,
} from '../../functions/access/manage-keys.ts';
import { localPrincipal } from '../../functions/access/principal.ts';
import { keyView } from '../../functions/api/keys/key-view.ts';
import { textLog } from '../../local/log.ts';
import { openStorage } from '../../local/open-storage.ts';
import type { Terminal } from '../terminal.ts';
import type { IssuedKeyView, KeyRegistry } from './key-registry.ts';

const issued = ({ key, text }: IssuedKey): IssuedKeyView => ({ ...keyView(key), key: text });

/** The keys of a data directory that no server has. Rejects with DrydockError when another process has it after all. */
export const directKeys = async (directory: string, terminal: Terminal): Promise<KeyRegistry> => {
  const log = textLog({ write: terminal.err, clock: terminal.clock, isQuiet: true });
  const endpoint = terminal.environment.DYNAMODB_ENDPOINT || undefined;
  const storage = await openStorage({ directory, endpoint }, terminal.clock, log);
  const { keys } = storage;
  return {
    create: async ({ lifetime, ...wanted }) => {
      const inMs = lifetime === undefined ? {} : { lifetime: lifetime * 1_000 };
      return issued(await createKey(keys, localPrincipal, { ...wanted, ...inMs }));
    },
    bootstrap: async () => issued(await bootstrapKey(keys, localPrincipal.subject)),
    list: async (tenant) => (await listKeys(keys, localPrincipal, tenant)).map(keyView),
    revoke: async (id, tenant) => revokeKey(keys, localPrincipal, id, tenant),
    rotate: async (id, overlap, tenant) =>
      issued(await rotateKey(keys, localPrincipal, id, { overlap: overlap * 1_000, tenant })),
    close: async () => {
      await storage.close();
      log.flush();
    },
  };
};
