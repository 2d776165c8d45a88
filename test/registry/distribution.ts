import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const binary = '/usr/bin/docker-registry';

/** Whether Debian's build of the distribution project's registry is installed. */
export const hasDistribution = existsSync(binary);

export interface Distribution {
  /** `127.0.0.1:port` */
  host: string;
  url: string;
  stop(): Promise<void>;
}

/** `bob` with the password `hunter2` */
export const htpasswd = 'bob:$2b$05$abcdefghijklmnopqrstuuoXuKqgZXLiJqzfmMXDDhSFPIvxV7t8.\n';

/** The real thing, with its files in a temporary directory; `auth` is that part of its configuration, in JSON as YAML. */
export async function startDistribution(
  auth?: object,
  files: Readonly<Record<string, string>> = {},
): Promise<Distribution> {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-registry-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const configuration = {
    version: '0.1',
    log: { level: 'info', formatter: 'json' },
    storage: { filesystem: { rootdirectory: join(directory, 'data') } },
    http: { addr: '127.0.0.1:0' },
    ...(auth && { auth }),
  };
  const file = join(directory, 'config.yml');
  writeFileSync(file, JSON.stringify(configuration));
  const child = spawn(binary, ['serve', file], { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'], env: {} });
  const ended = once(child, 'exit');
  const host = await listeningOn(child.stderr);
  return {
    host,
    url: `http://${host}`,
    async stop() {
      child.kill();
      await ended;
      rmSync(directory, { recursive: true });
    },
  };
}

async function listeningOn(log: NodeJS.ReadableStream): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: log })) {
    lines.push(line);
    const host = /listening on (127\.0\.0\.1:[0-9]+)/.exec(line)?.[1];
    if (host !== undefined) {
      log.resume();
      return host;
    }
  }
  throw new Error(`docker-registry ended: ${lines.join('\n')}`);
}
