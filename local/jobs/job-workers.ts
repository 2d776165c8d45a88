import { DrydockError } from '../../functions/errors.ts';
import type { RunOutcome } from '../../functions/scans/image/run.ts';
import type { Timer } from '../../functions/scans/ports.ts';

export interface JobWorkersOptions<Message> {
  /** messages worked on at the same time */
  workers: number;
  /** a message is delivered so often at most when its runs fail; postponing does not count */
  deliveries: number;
  /** milliseconds until a message whose run failed is delivered again */
  againAfterMs: number;
  timer: Timer;
  run: (message: Message, signal: AbortSignal) => Promise<RunOutcome>;
  /** told of a message that was delivered too often */
  bury: (message: Message) => Promise<void>;
}

export interface JobWorkers<Message> {
  /** Resolves when the message is in the queue. */
  ring(message: Message): Promise<void>;
  /** messages that wait for a worker, for their time, or are being worked on */
  size(): number;
  /** Takes nothing more, aborts what runs and resolves when it has ended. What was left is in the table. */
  close(): Promise<void>;
}

interface Waiting<Message> {
  message: Message;
  failures: number;
}

/** Queue and workers of one process. Messages live in memory: after a restart the sweeper rings for what the table holds. */
export function jobWorkers<Message>(options: JobWorkersOptions<Message>): JobWorkers<Message> {
  const { workers, deliveries, againAfterMs, timer, run, bury } = options;
  const waiting: Waiting<Message>[] = [];
  const postponed = new Set<() => void>();
  const running = new Set<Promise<void>>();
  const closing = new AbortController();

  const pump = (): void => {
    while (running.size < workers && !closing.signal.aborted) {
      const next = waiting.shift();
      if (next === undefined) return;
      const work: Promise<void> = deliver(next).finally(() => {
        running.delete(work);
        pump();
      });
      running.add(work);
    }
  };
  const postpone = (next: Waiting<Message>, ms: number): void => {
    if (closing.signal.aborted) return;
    const cancel = timer(ms, () => {
      postponed.delete(cancel);
      waiting.push(next);
      pump();
    });
    postponed.add(cancel);
  };
  const deliver = async (next: Waiting<Message>): Promise<void> => {
    try {
      const outcome = await run(next.message, closing.signal);
      if (outcome !== 'done') postpone(next, outcome.againAfterMs);
    } catch {
      const failures = next.failures + 1;
      if (failures < deliveries) postpone({ ...next, failures }, againAfterMs);
      // The sweeper fails it at its deadline when even this cannot be written.
      else await bury(next.message).catch(() => undefined);
    }
  };
  return {
    async ring(message) {
      waiting.push({ message, failures: 0 });
      pump();
    },
    size: () => waiting.length + postponed.size + running.size,
    async close() {
      // Not the image's fault: the scan is queued again.
      closing.abort(new DrydockError('worker_lost', 'the server was stopped'));
      for (const cancel of postponed) cancel();
      await Promise.all(running);
    },
  };
}
