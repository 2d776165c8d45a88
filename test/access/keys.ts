import { randomBytes } from 'node:crypto';
import type { ManageDeps } from '../../functions/access/manage-keys.ts';
import type { Principal } from '../../functions/access/principal.ts';
import type { VerifyDeps } from '../../functions/access/verify-key.ts';
import { memoryKeyStore } from './memory-key-store.ts';

export const hour = 3_600_000;

/** Everything the use cases need, with a clock to turn and the warnings that were given. */
export function keyRoom(): ManageDeps & VerifyDeps & { now: number; warnings: unknown[] } {
  const pepper = randomBytes(32);
  const warnings: unknown[] = [];
  const room = {
    ...{ now: 1_000 * hour, warnings, keys: memoryKeyStore(), random: randomBytes },
    pepper: async () => pepper,
    clock: () => room.now,
    log: { warn: (message: string, fields?: Record<string, unknown>) => void warnings.push([message, fields?.key]) },
  };
  return room;
}

export const adminOf = (tenant: string): Principal => ({ tenant, subject: `admin of ${tenant}`, scopes: ['admin'] });
