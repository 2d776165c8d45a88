import { setTimeout as sleep } from 'node:timers/promises';
import { askServer, type ServerAccess } from '../stored/ask-server.ts';
import type { Terminal } from '../terminal.ts';
import { type RunDocument, runProgress } from './run-text.ts';

const firstPauseMs = 250;
const longestPauseMs = 2_000;

/** Asks until a run is done, and shows how far it is where standard error is a terminal. Rejects with CommandError or the signal's reason. */
export const awaitRun = async (
  server: ServerAccess,
  begun: RunDocument,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<RunDocument> => {
  const show = (text: string): void => {
    if (terminal.isErrorTerminal) terminal.err(`\r\x1b[K${text}`);
  };
  let run = begun;
  let pause = firstPauseMs;
  try {
    while (run.status !== 'done') {
      show(runProgress(run));
      await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
      pause = Math.min(pause * 2, longestPauseMs);
      run = (await askServer(server, 'GET', `/rescans/${run.id}`)) as RunDocument;
    }
    return run;
  } finally {
    show('');
  }
};
