import { Worker } from 'node:worker_threads';
import { DrydockError } from '../../functions/errors.ts';
import { holdDatabaseCode } from './hold-database-code.ts';
import type { TableAnswer, TableCall, TableNews, TableWorkerData } from './table-messages.ts';

/** The worker that owns the table, seen from the main thread. */
export interface WorkerLink {
  /** Rejects with DrydockError `storage_unavailable`. */
  call(request: TableCall): Promise<TableAnswer>;
  /** bytes that wait to be written to the table, as last heard */
  backlog(): number;
  stop(): Promise<void>;
}

interface Waiting {
  resolve(answer: TableAnswer): void;
  reject(error: Error): void;
}

/** Starts the worker; rejects with DrydockError `bad_configuration` when it cannot open the table. */
export async function startTableWorker(data: TableWorkerData): Promise<WorkerLink> {
  holdDatabaseCode();
  // A bundle holds the worker beside itself, under the same ending.
  const file = import.meta.url.endsWith('.ts') ? './table-worker.ts' : './table-worker.mjs';
  const worker = new Worker(new URL(file, import.meta.url), { workerData: data });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let backlog = 0;
  let ended: DrydockError | undefined;

  await new Promise<void>((resolve, reject) => {
    const end = (cause?: unknown): void => {
      ended ??= new DrydockError('storage_unavailable', 'the embedded table has stopped', { cause });
      for (const { reject: refuse } of waiting.values()) refuse(ended);
      waiting.clear();
      // Of no effect once it serves.
      const message = `the table in ${data.directory} cannot be opened: another process may be using it`;
      reject(new DrydockError('bad_configuration', message, { cause }));
    };
    worker.on('error', end);
    worker.on('exit', () => end());
    worker.on('message', (message: TableNews | TableAnswer) => {
      if (message === 'ready') resolve();
      else if ('backlog' in message) backlog = message.backlog;
      else settle(waiting, message);
    });
  });

  return {
    backlog: () => backlog,
    call(request) {
      if (ended !== undefined) return Promise.reject(ended);
      calls += 1;
      const call = calls;
      return new Promise((resolve, reject) => {
        waiting.set(call, { resolve, reject });
        worker.postMessage({ call, ...request });
      });
    },
    async stop() {
      await worker.terminate();
    },
  };
}

function settle(waiting: Map<number, Waiting>, answer: TableAnswer): void {
  const caller = waiting.get(answer.call);
  waiting.delete(answer.call);
  if (answer.error === undefined) caller?.resolve(answer);
  else caller?.reject(new DrydockError('storage_unavailable', answer.error));
}
