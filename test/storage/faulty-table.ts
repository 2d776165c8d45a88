import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { memoryTable, type TestTable } from '../contract/memory-table.ts';

/** What befalls a request: an error of the table's, no answer at all, one that is lost after the work is done, or garbage. */
export type Fault =
  | { error: string; status: number }
  | { answer: string }
  | 'never answered'
  | 'answer lost'
  | 'connection cut';

export const throttled: Fault = {
  error: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  status: 400,
};
export const broken: Fault = { error: 'com.amazonaws.dynamodb.v20120810#InternalServerError', status: 500 };

/** A table on dynalite whose requests a test can spoil on the wire, so that the real client meets the fault. */
export interface FaultyTable extends TestTable {
  /** Asked for each request with its operation and how many of that operation came before. */
  spoil(plan: (operation: string, nth: number) => Fault | undefined): void;
  /** operations since the last `spoil`, in order */
  seen: string[];
  /** The next request that is never answered; `closed` resolves when the client has let go of it. */
  hanging(): Promise<{ closed: Promise<unknown> }>;
}

export async function faultyTable(): Promise<FaultyTable> {
  const seen: string[] = [];
  let plan: (operation: string, nth: number) => Fault | undefined = () => undefined;
  let onHanging = (_request: { closed: Promise<unknown> }) => {};

  const table = await memoryTable('drydock-test', (server) => {
    const pass = takeOver(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const fault = plan(operation, seen.filter((name) => name === operation).length);
      seen.push(operation);
      if (fault === 'never answered') onHanging({ closed: once(response, 'close') });
      spoilOne(fault, request, response, pass);
    });
  });
  return {
    ...table,
    seen,
    spoil(next) {
      plan = next;
      seen.length = 0;
    },
    hanging: () =>
      new Promise((resolve) => {
        onHanging = resolve;
      }),
  };
}

function takeOver(server: Server): RequestListener {
  const [listener] = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  return listener!;
}

function spoilOne(
  fault: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  pass: RequestListener,
): void {
  if (fault === undefined) return void pass(request, response);
  if (fault === 'connection cut') return void request.socket.destroy();
  if (fault === 'never answered') return void request.resume();
  if (fault === 'answer lost') {
    response.end = () => response.destroy();
    return void pass(request, response);
  }
  request.resume();
  const [status, body] =
    'answer' in fault ? [200, fault.answer] : [fault.status, JSON.stringify({ __type: fault.error })];
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
}
