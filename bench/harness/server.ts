import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/** A server in a process of its own that answers on a loopback port. */
export interface MeasuredServer {
  name: string;
  port: number;
  pid: number;
  /** microseconds of processor time so far, all threads; NaN where there is no /proc */
  cpu(): number;
  stop(): Promise<void>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

const untilListening = async (name: string, port: number, child: ChildProcess): Promise<void> => {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`${name} ended with exit code ${child.exitCode}`);
    if (await isListening(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill();
  throw new Error(`${name} did not listen within 15 seconds`);
};

/** Microseconds of processor time of a process, on demand with its children that have ended; NaN where there is no /proc. */
export const cpuOf = (pid: number | undefined, withChildren = false): number => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Fields 14 to 17, in ticks of 10 ms (proc(5)).
    const ticks = fields.slice(11, withChildren ? 15 : 13).map(Number);
    return ticks.reduce((sum, one) => sum + one, 0) * 10_000;
  } catch {
    return Number.NaN;
  }
};

/** Starts a program whose arguments and environment may name the port, and waits until it listens. */
export const startServer = async (
  name: string,
  command: string,
  args: (port: number) => string[],
  environment: (port: number) => Record<string, string> = () => ({}),
): Promise<MeasuredServer> => {
  const port = await freePort();
  const child = spawn(command, args(port), {
    env: { ...process.env, ...environment(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilListening(name, port, child);
  return {
    name,
    port,
    pid: child.pid!,
    cpu: () => cpuOf(child.pid),
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
};
