import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemTimer } from '../../../functions/system-timer.ts';
import type { OpenGeneration } from '../../../functions/trivy/database/place-database.ts';
import type { ServerLimits } from '../../../functions/trivy/server/limits.ts';
import { type WarmServer, warmServer } from '../../../functions/trivy/server/warm-server.ts';
import type { Timer } from '../../../functions/trivy/timing.ts';
import { sampleAdvisories } from '../database/sample-advisories.ts';
import { promotedDatabase } from '../promoted-database.ts';
import { fakeServer, type ServerBehaviour } from './fake-server.ts';

export interface WarmRoom {
  directory: string;
  server: WarmServer;
  /** promotes a database of another day */
  promote(day: string): void;
  close(): Promise<void>;
}

/** A warm server with a scripted Trivy, in a directory of its own. */
export function warmRoom(
  behaviour: ServerBehaviour = {},
  options: { limits?: Partial<ServerLimits>; timer?: Timer } = {},
): WarmRoom {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-warm-'));
  const databaseOf = (day: string): OpenGeneration => {
    const updatedAt = `${day}T00:00:00.000Z`;
    const open = promotedDatabase(join(directory, day), { ...sampleAdvisories, updatedAt: new Date(updatedAt) });
    return async () => {
      const { directory: place, generation } = await open();
      return {
        directory: place,
        generation: { ...generation, id: `${day.replaceAll('-', '')}T000000Z-0123456789ab`, updatedAt },
      };
    };
  };
  let promoted = databaseOf('2026-01-01');
  const server = warmServer({
    binary: fakeServer(join(directory, 'bin'), behaviour),
    promoted: () => promoted(),
    jobs: join(directory, 'jobs'),
    newSecret: () => randomBytes(16).toString('hex'),
    timer: options.timer ?? systemTimer,
    limits: { pollMs: 5, ...options.limits },
  });
  return {
    directory,
    server,
    promote(day) {
      promoted = databaseOf(day);
    },
    async close() {
      await server.close();
      rmSync(directory, { recursive: true });
    },
  };
}
