import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { DrydockError } from '../errors.ts';
import { firstEvent } from './first-event.ts';
import type { RegistryLimits } from './limits.ts';
import type { Descriptor } from './ports.ts';
import type { SystemSearch } from './system-search.ts';
import type { Account } from './transfers.ts';
import { type UnpackBudget, unpackGuard } from './unpack-guard.ts';

export interface Serving {
  blob: Descriptor;
  response: ServerResponse;
  account: Account;
  open(blob: Descriptor, onBytes: (bytes: number) => void): Readable;
  limits: RegistryLimits;
  budget: UnpackBudget;
  search: SystemSearch;
}

/**
 * Passes a blob on while it comes in. When the reader has enough of it, the rest is received all the same, for only the last
 * byte tells whether the first was right. Rejects when the blob is not whole and verified; the reader's connection is cut then.
 */
export async function serveBlob({ blob, response, account, open, limits, budget, search }: Serving): Promise<void> {
  const guard = unpackGuard(limits, budget, blob.size);
  const looking = search.begin(blob);
  try {
    for await (const chunk of open(blob, account.received) as AsyncIterable<Buffer>) {
      await guard.write(chunk);
      await looking?.write(chunk);
      if (!response.headersSent && !response.destroyed) {
        response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': blob.size });
      }
      account.served();
      if (!response.destroyed && !response.write(chunk)) await firstEvent(response, ['drain', 'close']);
    }
    await guard.end();
    await looking?.end();
    if (!response.headersSent && !response.destroyed) response.writeHead(200, { 'content-length': blob.size });
    response.end();
  } catch (error) {
    refuse(response, error);
    throw error;
  } finally {
    guard.stop();
    looking?.stop();
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) response.destroy();
  // A status that scanners do not try again; what happened is kept here, not read from what they print.
  else sendError(response, 403, error instanceof DrydockError ? error.code : 'internal');
}

/** An error as registries write it; scanners print its code. */
export function sendError(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ code, message: 'drydock does not pass this on' }] }));
}
