import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { DrydockError } from '../../errors.ts';
import { classifyFailure } from '../classify-failure.ts';
import { trivyEnvironment } from '../environment.ts';
import { type ProcessEnd, runProcess } from '../run-process.ts';
import type { Timer } from '../timing.ts';
import { processLimits, type ServerLimits } from './limits.ts';
import { type TwirpClient, twirpClient } from './twirp-client.ts';

export interface StartServer {
  /** path of the program */
  file: string;
  /** holds the database, as Trivy's cache directory */
  cacheDirectory: string;
  /** of this server alone: its home, its temporary directory, where it runs */
  directory: string;
  /** `redis://…` of the cache it reads analyses from */
  cacheUrl: string;
  /** asked of every call */
  token: string;
  /** ends the server */
  signal: AbortSignal;
}

export interface RunningServer {
  client: TwirpClient;
  /** resolves when the process has ended, by whatever cause */
  ended: Promise<ProcessEnd>;
}

/**
 * Starts `trivy server` on a free loopback port and waits until it answers. Its secrets are in its environment: arguments can be read
 * by anybody on the machine. Rejects with DrydockError, as a scan that fails would, or `scanner_timeout`.
 */
export async function startServer(timer: Timer, limits: ServerLimits, start: StartServer): Promise<RunningServer> {
  const { file, cacheDirectory, directory, cacheUrl, token, signal } = start;
  const port = await freePort();
  const failed = new AbortController();
  const ended = runProcess(timer, processLimits(limits), {
    file,
    args: ['server', '--listen', `127.0.0.1:${port}`, '--cache-dir', cacheDirectory, '--skip-db-update'],
    env: {
      ...trivyEnvironment(directory),
      TRIVY_TOKEN: token,
      TRIVY_CACHE_BACKEND: cacheUrl,
      TRIVY_SKIP_VERSION_CHECK: 'true',
      TRIVY_DISABLE_TELEMETRY: 'true',
    },
    cwd: directory,
    signal: AbortSignal.any([signal, failed.signal]),
  });
  const client = twirpClient({ port, token, timer, limits });
  void ended.catch(() => undefined).then(() => client.close());
  try {
    await untilHealthy(client, ended, { timer, limits });
  } catch (error) {
    failed.abort();
    throw error;
  }
  return { client, ended };
}

async function untilHealthy(
  client: TwirpClient,
  ended: Promise<ProcessEnd>,
  { timer, limits }: { timer: Timer; limits: ServerLimits },
): Promise<void> {
  let isLate = false;
  const callOff = timer(limits.startMs, () => {
    isLate = true;
  });
  const end = ended.then((how): never => {
    throw classifyFailure(how);
  });
  end.catch(() => undefined);
  try {
    while (!(await Promise.race([client.isHealthy(), end]))) {
      if (isLate) throw new DrydockError('scanner_timeout', "the scanner's server did not get ready in time");
      await Promise.race([new Promise<void>((resolve) => timer(limits.pollMs, resolve)), end]);
    }
  } finally {
    callOff();
  }
}

// Trivy says nowhere which port it got for 0. Whoever takes this one first makes the start fail, and the next takes another.
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
