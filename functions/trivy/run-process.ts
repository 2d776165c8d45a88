import { type ChildProcess, spawn } from 'node:child_process';
import { DrydockError } from '../errors.ts';
import type { TrivyLimits } from './limits.ts';
import { textTail } from './text-tail.ts';
import type { Timer } from './timing.ts';

export interface ProcessRequest {
  file: string;
  args: readonly string[];
  /** all of it: nothing is inherited */
  env: Readonly<Record<string, string>>;
  cwd: string;
  signal?: AbortSignal | undefined;
  /** told of each line on stderr */
  onLine?: ((line: string) => void) | undefined;
}

/** Why a process was told to stop, where it was. */
export type Stopped = 'deadline' | 'cancelled' | 'output';

export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  stopped?: Stopped;
  output: Buffer;
  /** the end of stderr */
  log: string;
}

/**
 * Runs a program without a shell, as the leader of a process group of its own. At the deadline, on abort or over the output limit
 * the group gets SIGTERM, and SIGKILL a moment later; when the leader ends, so does whatever it left behind.
 * Rejects with DrydockError `scanner_failed` when it cannot be started.
 */
export function runProcess(timer: Timer, limits: TrivyLimits, request: ProcessRequest): Promise<ProcessEnd> {
  const { file, args, env, cwd, signal: abort, onLine } = request;
  const log = textTail(limits.logBytes, onLine);
  const output: Buffer[] = [];
  let size = 0;
  let stopped: Stopped | undefined;
  const alarms: (() => void)[] = [];

  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, detached: true, shell: false, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = (reason: Stopped): void => {
      if (stopped !== undefined) return;
      stopped = reason;
      killGroup(child, 'SIGTERM');
      alarms.push(timer(limits.graceMs, () => killGroup(child, 'SIGKILL')));
    };
    const cancel = (): void => stop('cancelled');
    const end = (): void => {
      for (const callOff of alarms) callOff();
      abort?.removeEventListener('abort', cancel);
    };
    child.once('error', (cause) => {
      end();
      reject(new DrydockError('scanner_failed', 'the scanner cannot be started', { cause }));
    });
    child.once('exit', () => {
      killGroup(child, 'SIGKILL');
      // A process that left the group may hold the pipes open.
      alarms.push(timer(limits.graceMs, () => [child.stdout, child.stderr].forEach((pipe) => void pipe.destroy())));
    });
    child.once('close', (code, signal) => {
      end();
      resolve({ code, signal, ...(stopped && { stopped }), output: Buffer.concat(output), log: log.text() });
    });
    child.stderr.on('data', (piece: Buffer) => log.add(piece));
    child.stdout.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size <= limits.reportBytes) output.push(piece);
      else stop('output');
    });
    alarms.push(timer(limits.runMs, () => stop('deadline')));
    if (abort?.aborted) cancel();
    else abort?.addEventListener('abort', cancel, { once: true });
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended by itself.
  }
}
