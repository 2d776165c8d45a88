import { localPrincipal } from '../../functions/access/principal.ts';
import { scanView } from '../../functions/api/manifests/scan-view.ts';
import { listScans, readScan } from '../../functions/scans/read-scans.ts';
import { textLog } from '../../local/log.ts';
import { openStorage } from '../../local/open-storage.ts';
import type { Terminal } from '../terminal.ts';
import type { StoredScans } from './stored-scans.ts';

/** Opens a data directory that no server has. Rejects with DrydockError when another process has it after all. */
export const directScans = async (directory: string, terminal: Terminal): Promise<StoredScans> => {
  const log = textLog({ write: terminal.err, clock: terminal.clock, isQuiet: true });
  const endpoint = terminal.environment.DYNAMODB_ENDPOINT || undefined;
  const storage = await openStorage({ directory, endpoint }, terminal.clock, log);
  const deps = { store: storage.table.store, deploymentKey: storage.deploymentKey };
  return {
    list: async (query) => {
      const { scans, cursor } = await listScans(deps, localPrincipal, query);
      return { items: scans.map(scanView), nextCursor: cursor };
    },
    get: async (id) => scanView(await readScan(deps, localPrincipal, id)),
    close: async () => {
      await storage.close();
      log.flush();
    },
  };
};
