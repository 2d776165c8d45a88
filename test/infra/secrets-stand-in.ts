import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SecretsStandIn {
  endpoint: string;
  /** what was asked for, with the target and the signature's scope */
  asked: { target: unknown; authorization: string; body: unknown }[];
  /** of the next answers; 200 after them */
  failures: number[];
  close(): void;
}

/** Secrets Manager as far as it is used: gives one secret to whoever signs. */
export async function secretsStandIn(secret: string): Promise<SecretsStandIn> {
  const asked: SecretsStandIn['asked'] = [];
  const failures: number[] = [];
  const server = createServer(async (request, response) => {
    const { 'x-amz-target': target, authorization = '' } = request.headers;
    asked.push({ target, authorization, body: JSON.parse(await text(request)) });
    const status = failures.shift() ?? 200;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(status === 200 ? { SecretString: secret } : { __type: 'InternalServiceError' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    failures,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
