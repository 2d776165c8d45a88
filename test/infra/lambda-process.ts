import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startRuntimeApi } from './runtime-api.ts';

/** A function in a process of its own, as Lambda starts it: nothing but its code and its environment. */
export interface LambdaProcess {
  invoke(event: unknown): Promise<unknown>;
  /** what it wrote to stdout and stderr so far */
  log(): string;
  close(): Promise<void>;
}

const bootstrap = fileURLToPath(new URL('bootstrap.mjs', import.meta.url));

/** `timeoutMs` is what the function is told that it has; nothing ends it then. */
export const startLambda = async (
  folder: string,
  environment: Record<string, string>,
  timeoutMs?: number,
): Promise<LambdaProcess> => {
  const api = await startRuntimeApi(timeoutMs);
  const child = spawn(process.execPath, [bootstrap], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: 'manifest',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: 'handlers/manifest.handler',
      ...environment,
    },
  });
  const written: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => written.push(part));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    invoke: (event) =>
      Promise.race([
        api.invoke(event),
        ended.then(() => Promise.reject(new Error(`the process ended: ${Buffer.concat(written)}`))),
      ]),
    log: () => Buffer.concat(written).toString(),
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      api.close();
    },
  };
};
