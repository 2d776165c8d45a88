import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Statement } from './deployed-functions.ts';
import { type NamedPlaces, type ReadRequest, readAwsRequest } from './read-aws-request.ts';
import { type AskedRight, isAllowed } from './role-rights.ts';

export interface GateOptions {
  places: NamedPlaces;
  /** of the stand-in that answers */
  endpointOf: (request: ReadRequest) => string;
  /** of the role of a function, which signs with its own name */
  statementsOf: (caller: string) => readonly Statement[];
}

/** AWS as the functions of a deployment meet it: each request is let through to its stand-in as the role of the caller allows, and refused otherwise. */
export async function awsGate({ places, endpointOf, statementsOf }: GateOptions) {
  /** what was asked for, by caller */
  const used = new Map<string, AskedRight[]>();
  const refused: (AskedRight & { caller: string })[] = [];
  const server = createServer((request, response) => void pass(request, response));

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const body = await buffer(request);
    const read = readAwsRequest({ method, url, headers, body }, places);
    const { caller, service, rights } = read;
    used.set(caller, [...(used.get(caller) ?? []), ...rights]);
    const lacking = rights.filter((asked) => !isAllowed(statementsOf(caller), asked));
    refused.push(...lacking.map((asked) => ({ caller, ...asked })));
    if (lacking.length > 0) return refuse(response, service);
    const { expect: _, host: _host, ...kept } = headers;
    const { hostname, port } = new URL(endpointOf(read));
    const forwarded = send({ hostname, port, method, path: url, headers: kept }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    forwarded.end(body);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    used,
    refused,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function refuse(response: ServerResponse, service: string): void {
  if (service === 's3') return void response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException', message: 'not authorized' }));
}
