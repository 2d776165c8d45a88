import { DrydockError } from '../../errors.ts';
import type { RegistryLimits } from '../limits.ts';
import { magicBytes, packingOf } from './packing.ts';
import { gunzip, unpackBeside } from './unpack-beside.ts';
import { zstdSize } from './zstd-size.ts';

/** What the layers of one image unpack to, counted together. */
export interface UnpackBudget {
  bytes: number;
}

/** Counts beside a transfer what the layer unpacks to, so that a bomb ends before it fills a disk. */
export interface UnpackGuard {
  /** Throws or rejects with DrydockError `image_too_large` or `broken_image`; a promise is open while unpacking lags behind. */
  write(chunk: Buffer): Promise<void> | undefined;
  /** Resolves when everything written was counted; rejects as write does. */
  end(): Promise<void>;
  stop(): void;
}

interface Counter {
  write(chunk: Buffer): Promise<void> | undefined;
  end?(): Promise<unknown>;
  stop?(): void;
}

export function unpackGuard(limits: RegistryLimits, budget: UnpackBudget, size: number): UnpackGuard {
  let counter: Counter | undefined;
  // The first bytes may come one by one.
  let head: Buffer = Buffer.alloc(0);
  let packed = 0;
  let unpacked = 0;
  let failure: DrydockError | undefined;

  const fail = (error: DrydockError): void => {
    failure ??= error;
    counter?.stop?.();
  };
  const count = (bytes: number): void => {
    unpacked += bytes;
    budget.bytes += bytes;
    if (budget.bytes > limits.unpackedBytes) {
      fail(new DrydockError('image_too_large', `the image unpacks to more than ${limits.unpackedBytes} bytes`));
    } else if (unpacked > limits.ratioFreeBytes && unpacked > packed * limits.ratio) {
      fail(new DrydockError('image_too_large', `a layer unpacks to more than ${limits.ratio} times its size`));
    }
  };

  const check = (): void => {
    if (failure !== undefined) throw failure;
  };

  return {
    write(chunk) {
      packed += chunk.length;
      let bytes = chunk;
      if (counter === undefined) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        if (head.length < magicBytes) return undefined;
        bytes = head;
        counter = counterFor(head, count, size > limits.inflateBytes ? undefined : fail);
      }
      const counting = counter.write(bytes);
      check();
      return counting?.then(check);
    },
    async end() {
      await counter?.end?.();
      check();
    },
    stop: () => counter?.stop?.(),
  };
}

/** Without `fail` gzip is not unpacked. */
function counterFor(head: Buffer, count: (bytes: number) => void, fail?: (error: DrydockError) => void): Counter {
  const packing = packingOf(head);
  if (packing === 'gzip' && fail !== undefined) return gzipCounter(count, fail);
  return packing === 'zstd' ? atOnce(zstdSize(count).write) : plainCounter(count);
}

function atOnce(write: (chunk: Buffer) => void): Counter {
  return {
    write(chunk) {
      write(chunk);
      return undefined;
    },
  };
}

function plainCounter(count: (bytes: number) => void): Counter {
  return atOnce((chunk) => count(chunk.length));
}

// Deflate does not say what it unpacks to, so that it has to be unpacked. For a large layer that made a scan a fifth slower:
// there the format's own limit of 1032 to 1 has to do, with the scanner's deadline.
function gzipCounter(count: (bytes: number) => void, fail: (error: DrydockError) => void): Counter {
  return unpackBeside(
    gunzip(),
    (chunk) => count(chunk.length),
    (error) => fail(new DrydockError('broken_image', 'a layer cannot be unpacked', { cause: error })),
  );
}
