import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A server in a process of its own that answers on a loopback port. */
export interface MeasuredServer {
  name: string;
  port: number;
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

const isAnswering = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/healthz`, { method: 'POST' }).then(
    () => true,
    () => false,
  );

const untilAnswering = async (name: string, port: number, child: ChildProcess): Promise<void> => {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`${name} ended with exit code ${child.exitCode}`);
    if (await isAnswering(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill();
  throw new Error(`${name} did not answer within 15 seconds`);
};

/** Starts a program whose arguments and environment may name the port, and waits for its first answer. */
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
  await untilAnswering(name, port, child);
  return {
    name,
    port,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
};
