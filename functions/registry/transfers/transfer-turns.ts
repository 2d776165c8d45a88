/** Lets at most so many transfers from one registry run at once; others wait for their turn, in order. */
export interface TransferTurns {
  /** Begins the transfer when its turn has come. Rejects as it does, or with the reason of the signal when that is aborted first. */
  inTurn(registry: string, signal: AbortSignal | undefined, transfer: () => Promise<void>): Promise<void>;
}

interface Place {
  begin(): void;
}

export function transferTurns(most: number): TransferTurns {
  const running = new Map<string, number>();
  const waiting = new Map<string, Set<Place>>();

  const take = async (registry: string, signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    const count = running.get(registry) ?? 0;
    if (count < most) return void running.set(registry, count + 1);
    const queue = waiting.get(registry) ?? new Set();
    waiting.set(registry, queue);
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        queue.delete(place);
        reject(signal?.reason);
      };
      const place: Place = {
        begin() {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      queue.add(place);
      signal?.addEventListener('abort', leave, { once: true });
    });
  };
  const give = (registry: string): void => {
    const queue = waiting.get(registry);
    const [next] = queue ?? [];
    if (next !== undefined) {
      queue!.delete(next);
      next.begin();
      return;
    }
    waiting.delete(registry);
    const count = running.get(registry)! - 1;
    if (count === 0) running.delete(registry);
    else running.set(registry, count);
  };

  return {
    async inTurn(registry, signal, transfer) {
      await take(registry, signal);
      try {
        await transfer();
      } finally {
        give(registry);
      }
    },
  };
}
