import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** The Lambda Runtime API (2018-06-01) for one environment of one function. */
export interface RuntimeApi {
  /** host:port, what AWS_LAMBDA_RUNTIME_API holds */
  address: string;
  /** The function's answer; rejects with its error, or with the one its initialization ended in. */
  invoke(event: unknown): Promise<unknown>;
  close(): void;
}

interface Invocation {
  id: string;
  event: unknown;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

const root = '/2018-06-01/runtime';
const asError = (body: string): Error => {
  const { errorType, errorMessage } = JSON.parse(body);
  return new Error(`${errorType}: ${errorMessage}`);
};

export const startRuntimeApi = async (timeoutMs = 29_000): Promise<RuntimeApi> => {
  const queue: Invocation[] = [];
  const running = new Map<string, Invocation>();
  let idle: ServerResponse | undefined;
  let failure: Error | undefined;

  const handOver = (): void => {
    if (idle === undefined || queue.length === 0) return;
    const invocation = queue.shift()!;
    running.set(invocation.id, invocation);
    idle.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.id,
      'lambda-runtime-deadline-ms': String(Date.now() + timeoutMs),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:000000000000:function:manifest',
    });
    idle.end(JSON.stringify(invocation.event));
    idle = undefined;
  };

  const fail = (error: Error): void => {
    failure = error;
    for (const { reject } of [...queue.splice(0), ...running.values()]) reject(error);
    running.clear();
  };

  const report = async (request: IncomingMessage, id: string, kind: string): Promise<void> => {
    const body = await text(request);
    const invocation = running.get(id);
    running.delete(id);
    if (kind === 'response') invocation?.resolve(body === '' ? undefined : JSON.parse(body));
    else invocation?.reject(asError(body));
  };

  const server = createServer(async (request, response) => {
    const [, id, kind] = request.url!.match(/\/invocation\/([^/]+)\/(response|error)$/) ?? [];
    if (request.url === `${root}/invocation/next`) {
      idle = response;
      return handOver();
    }
    if (request.url === `${root}/init/error`) fail(asError(await text(request)));
    else if (id !== undefined && kind !== undefined) await report(request, id, kind);
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoke: (event) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        queue.push({ id: randomUUID(), event, resolve, reject });
        handOver();
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
