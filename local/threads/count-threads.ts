import { availableParallelism } from 'node:os';
import { DrydockError } from '../../functions/errors.ts';
import { canSharePort } from './share-port.ts';

const most = 256;

/** How many threads answer requests, from the text of DRYDOCK_THREADS; one for each processor when empty. Throws DrydockError `bad_configuration`. */
export function countThreads(text: string | undefined): number {
  if (!text) return canSharePort() ? Math.min(availableParallelism(), most) : 1;
  const threads = Number(text);
  if (!/^\d{1,3}$/.test(text) || threads < 1 || threads > most) {
    throw new DrydockError('bad_configuration', `DRYDOCK_THREADS=${text}: expected a number from 1 to ${most}`);
  }
  if (threads > 1 && !canSharePort()) {
    throw new DrydockError('bad_configuration', `DRYDOCK_THREADS=${text}: more than one needs Linux and Node 22.12`);
  }
  return threads;
}
