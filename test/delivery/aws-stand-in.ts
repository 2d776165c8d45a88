import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface AwsCall {
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

/** What a service answers. */
export interface AwsAnswer {
  status: number;
  type: string;
  body: string;
}

/** A service of AWS on loopback, which keeps what it is asked and answers as it is told. */
export async function awsStandIn(answer: (call: AwsCall) => AwsAnswer) {
  const calls: AwsCall[] = [];
  const server = createServer(async (request, response) => {
    const call = { headers: request.headers, body: await text(request) };
    calls.push(call);
    const { status, type, body } = answer(call);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    calls,
    /** for a client of the SDK */
    settings: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-central-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
