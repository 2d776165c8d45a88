import { DrydockError } from '../../errors.ts';
import type { Descriptor } from '../ports.ts';

/** What was served of one image, and whether all of it was right. */
export interface Transfers {
  /** Keeps account of one serving of a blob; `work` resolves when the whole blob was received and verified. */
  run(blob: Descriptor, work: (account: Account) => Promise<void>): Promise<void>;
  /** Waits for what is under way. Rejects with the first failure: then a scan of what was served counts for nothing. */
  complete(): Promise<void>;
  progress(): Progress;
  isVerified(digest: string): boolean;
}

export interface Account {
  received(bytes: number): void;
  /** bytes went out to the scanner: from here on it may have believed them */
  served(): void;
}

export interface Progress {
  /** bytes of the layers received so far, each layer once */
  done: number;
  total: number;
}

export function transfers(blobs: readonly Descriptor[], onProgress?: (progress: Progress) => void): Transfers {
  const total = blobs.reduce((sum, { size }) => sum + size, 0);
  const received = new Map<string, number>();
  const verified = new Set<string>();
  const failures: { digest: string; wasServed: boolean; error: unknown }[] = [];
  const open = new Set<Promise<void>>();
  let done = 0;

  const advance = (digest: string, bytes: number): void => {
    const before = received.get(digest) ?? 0;
    if (bytes <= before) return;
    received.set(digest, bytes);
    done += bytes - before;
    onProgress?.({ done, total });
  };
  const account = async (blob: Descriptor, work: (account: Account) => Promise<void>): Promise<void> => {
    let bytes = 0;
    let wasServed = false;
    try {
      await work({
        received: (count) => {
          bytes += count;
          advance(blob.digest, bytes);
        },
        served: () => {
          wasServed = true;
        },
      });
      verified.add(blob.digest);
    } catch (error) {
      failures.push({ digest: blob.digest, wasServed, error });
    }
  };

  return {
    async run(blob, work) {
      const running = account(blob, work);
      open.add(running);
      await running;
      open.delete(running);
    },
    async complete() {
      while (open.size > 0) await Promise.all(open);
      // A failure that the scanner saw nothing of is made good by a later success.
      const failure = failures.find(({ digest, wasServed }) => wasServed || !verified.has(digest));
      if (failure !== undefined) throw asError(failure.error);
    },
    progress: () => ({ done, total }),
    isVerified: (digest) => verified.has(digest),
  };
}

function asError(error: unknown): unknown {
  if (error instanceof DrydockError) return error;
  return new DrydockError('registry_unavailable', 'a transfer was ended before it was complete', { cause: error });
}
