import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { DrydockError } from '../../errors.ts';
import { unavailable } from '../../network/dialer.ts';
import type { RegistryLimits } from '../limits.ts';
import type { BlobOptions, Descriptor } from '../ports.ts';
import type { Repository } from '../repository.ts';
import { backOff, isTransient } from '../retry.ts';
import type { Timing } from '../timing.ts';
import { eachChunk, type TakeChunk } from './each-chunk.ts';
import { freeReads } from './free-reads.ts';
import { type SpeedGuard, speedGuard } from './speed-guard.ts';

export interface BlobDeps {
  repository: Repository;
  limits: RegistryLimits;
  timing: Timing;
}

/**
 * Hands over the bytes of a blob, over as many connections as it takes: one that breaks is taken up where it ended. The last bytes are
 * held back until size and sha256 are known to be right, so that nobody has a whole blob that is wrong.
 */
export async function transferBlob(
  deps: BlobDeps,
  blob: Descriptor,
  options: BlobOptions,
  hand: TakeChunk,
): Promise<void> {
  const { timing, limits } = deps;
  if (blob.size > limits.layerBytes)
    throw new DrydockError('image_too_large', `a layer is more than ${limits.layerBytes} bytes`);
  const hash = createHash('sha256');
  const guard = speedGuard(timing, limits);
  const signal = options.signal === undefined ? guard.signal : AbortSignal.any([options.signal, guard.signal]);
  let received = 0;
  let held: Buffer | undefined;
  const take: TakeChunk = (chunk) => {
    received += chunk.length;
    if (received > blob.size) wrong(blob, 'is longer than its manifest says');
    hash.update(chunk);
    options.onBytes?.(chunk.length);
    const before = held;
    held = chunk;
    return before && hand(before);
  };
  try {
    for (let attempt = 1; received < blob.size || attempt === 1; attempt += 1) {
      try {
        await receive(deps, { blob, offset: received, guard, signal }, take);
        if (received < blob.size) wrong(blob, 'is shorter than its manifest says');
      } catch (error) {
        if (attempt >= limits.attempts || signal.aborted || !isTransient(error))
          throw signal.aborted ? signal.reason : error;
        await backOff(timing, attempt, signal);
      }
    }
    if (`sha256:${hash.digest('hex')}` !== blob.digest) wrong(blob, 'has other content than its digest says');
    if (held !== undefined) await hand(held);
  } finally {
    guard.stop();
  }
}

interface Part {
  blob: Descriptor;
  /** bytes that are there already */
  offset: number;
  guard: SpeedGuard;
  signal: AbortSignal;
}

async function receive(
  { repository }: BlobDeps,
  { blob, offset, guard, signal }: Part,
  take: TakeChunk,
): Promise<void> {
  const headers = offset === 0 ? {} : { range: `bytes=${offset}-` };
  guard.waiting();
  const { answer, url } = await repository.get({ path: `blobs/${blob.digest}`, asked: 'blob', headers, signal });
  const reads = freeReads(answer);
  let skip = offset - startOf(answer, offset);
  const takeFresh: TakeChunk = (chunk) => {
    reads.saw(chunk);
    guard.received(chunk.length);
    const fresh = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - fresh.length;
    const taking = fresh.length > 0 ? take(fresh) : undefined;
    if (taking === undefined) guard.waiting();
    return taking?.then(() => guard.waiting());
  };
  try {
    await eachChunk(answer, takeFresh);
  } catch (error) {
    throw signal.aborted ? signal.reason : unavailable(url, error);
  } finally {
    reads.stop();
    guard.received(0);
    answer.destroy();
  }
}

// A server that does not resume begins again.
function startOf({ statusCode, headers }: IncomingMessage, offset: number): number {
  if (statusCode !== 206) return 0;
  const start = /^bytes ([0-9]+)-/.exec(headers['content-range'] ?? '')?.[1];
  if (start === undefined || Number(start) > offset) {
    throw new DrydockError(
      'registry_unavailable',
      'the registry resumes a layer at another place than it was asked for',
    );
  }
  return Number(start);
}

function wrong(blob: Descriptor, how: string): never {
  throw new DrydockError('broken_image', `the blob ${blob.digest} ${how}`);
}
