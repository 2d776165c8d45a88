import { Worker } from 'node:worker_threads';
import type { App } from '../../functions/api/app.ts';
import { DrydockError } from '../../functions/errors.ts';
import type { Timer } from '../../functions/scans/ports.ts';
import type { TextLog } from '../log.ts';
import type { LineWriter } from '../table/line-writer.ts';
import { addMeasures, noMeasures } from './add-measures.ts';
import { type PortCalls, portCalls } from './port-calls.ts';
import type { HttpThreadData, MainMethods, ThreadMeasures, ThreadMethods } from './thread-messages.ts';

export interface HttpThreadsOptions {
  /** threads beside the main one */
  count: number;
  data: HttpThreadData;
  /** answers what is not for threads */
  app: App;
  /** absent: results are not kept */
  lines: LineWriter | undefined;
  timer: Timer;
  log: TextLog;
}

export interface HttpThreads {
  /** Resolves when all scans recorded in threads before are written; rejects with `storage_unavailable`. */
  flush(): Promise<void>;
  /** What all threads have counted, those that have ended among them. */
  measure(): Promise<ThreadMeasures>;
  /** Resolves when running requests have their answers, at the latest after `graceMs`, and nothing waits to be written. */
  close(graceMs: number): Promise<void>;
}

interface Thread {
  worker: Worker;
  calls: PortCalls<ThreadMethods>;
  /** as last heard: what is left of it in the counts when it ends */
  measures: ThreadMeasures;
}

/** A thread that ended is started again so much later, lest one that cannot start keep the machine busy. */
const againAfterMs = 1_000;

/** Room for young objects that npm start gives the main thread, too: with V8's own, a collection comes after some 200 scans. */
const resourceLimits = { maxYoungGenerationSizeMb: 96 };

/** Threads that listen on the port of the main thread. One that ends is logged and started again. */
export function httpThreads({ count, data, app, lines, timer, log }: HttpThreadsOptions): HttpThreads {
  const threads = new Set<Thread>();
  const past = noMeasures();
  let isClosing = false;
  const restarts = new Set<() => void>();

  const methods: MainMethods = {
    ask: (event) => app(event),
    async write(text) {
      if (lines === undefined) return { left: '', backlog: 0 };
      const { left, error } = await lines.write(text);
      return { left, backlog: lines.backlog(), ...(error !== undefined && { error: String(error) }) };
    },
    log: log.append,
  };
  const start = (): void => {
    // A bundle holds the thread's file beside this one, under the same ending.
    const file = import.meta.url.endsWith('.ts') ? './http-thread.ts' : './http-thread.mjs';
    const worker = new Worker(new URL(file, import.meta.url), { workerData: data, resourceLimits });
    const thread: Thread = { worker, calls: portCalls<ThreadMethods>(worker, methods), measures: noMeasures() };
    threads.add(thread);
    let reason: unknown;
    worker.on('error', (error) => {
      reason = error;
    });
    worker.on('exit', () => {
      threads.delete(thread);
      addMeasures(past, { ...thread.measures, gauges: { ...thread.measures.gauges, heapBytes: 0 } });
      thread.calls.end(new DrydockError('internal', 'an HTTP thread has ended'));
      if (isClosing) return;
      log.error('an HTTP thread has ended; its connections are cut', { error: reason });
      const cancel = timer(againAfterMs, () => {
        restarts.delete(cancel);
        start();
      });
      restarts.add(cancel);
    });
  };
  /** Asks every thread; one that ends meanwhile gives nothing. */
  const askAll = <T>(ask: (thread: Thread) => Promise<T>): Promise<unknown> =>
    Promise.all(
      [...threads].map((thread) =>
        ask(thread).catch((error: unknown) => {
          if (threads.has(thread)) throw error;
        }),
      ),
    );
  for (let started = 0; started < count; started += 1) start();
  return {
    async flush() {
      await askAll(({ calls }) => calls.call('flush'));
    },
    async measure() {
      await askAll(async (thread) => {
        thread.measures = await thread.calls.call('measure');
      });
      const sum = noMeasures();
      addMeasures(sum, past);
      for (const { measures } of threads) addMeasures(sum, measures);
      return sum;
    },
    async close(graceMs) {
      isClosing = true;
      for (const cancel of restarts) cancel();
      await askAll(async ({ calls, worker }) => {
        await calls.call('close', graceMs).finally(() => worker.terminate());
      });
    },
  };
}
