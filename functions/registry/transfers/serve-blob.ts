import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { DrydockError } from '../../errors.ts';
import type { SystemSearch } from '../layers/system-search.ts';
import { type UnpackBudget, unpackGuard } from '../layers/unpack-guard.ts';
import type { RegistryLimits } from '../limits.ts';
import type { Descriptor } from '../ports.ts';
import { eachChunk, type TakeChunk } from './each-chunk.ts';
import { firstEvent } from './first-event.ts';
import { freeMemory } from './free-memory.ts';
import type { Account } from './transfers.ts';

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
  const isCountedPacked = blob.size > limits.inflateBytes;
  const pass: TakeChunk = (chunk) => {
    // What is unpacked beside this is read from the same memory, at another time.
    const isUnpacked = !isCountedPacked || looking?.isOpen() === true;
    const unpacking = [guard.write(chunk), looking?.write(chunk)].filter((step) => step !== undefined);
    const send = (): Promise<void> | undefined => {
      if (!response.headersSent && !response.destroyed) {
        response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': blob.size });
      }
      account.served();
      const written = (error?: Error | null): void => {
        if (!error && !isUnpacked) freeMemory(chunk);
      };
      return response.destroyed || response.write(chunk, written)
        ? undefined
        : firstEvent(response, ['drain', 'close']);
    };
    return unpacking.length === 0 ? send() : Promise.all(unpacking).then(send);
  };
  try {
    await eachChunk(open(blob, account.received), pass);
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
