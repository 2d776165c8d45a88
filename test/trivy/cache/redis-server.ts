import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const binary = '/usr/bin/redis-server';

/** Whether a real Redis is installed. */
export const hasRedis = existsSync(binary);
if (!hasRedis) console.info('no redis-server: tests with a real Redis are skipped');

export interface RealRedis {
  port: number;
  stop(): Promise<void>;
}

/** A Redis that keeps nothing on disk; asks for the password where there is one. */
export async function startRedis(password?: string, samePort?: number): Promise<RealRedis> {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-redis-'));
  const port = samePort ?? (await freePort());
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory];
  const child = spawn(binary, [...options, ...(password === undefined ? [] : ['--requirepass', password])], {
    env: {},
  });
  const ended = once(child, 'exit');
  await isReady(child);
  return {
    port,
    async stop() {
      child.kill();
      await ended;
      rmSync(directory, { recursive: true });
    },
  };
}

async function isReady({ stdout }: ChildProcess): Promise<void> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: stdout! })) {
    lines.push(line);
    if (/ready to accept connections/i.test(line)) return void stdout!.resume();
  }
  throw new Error(`redis-server ended: ${lines.join('\n')}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
