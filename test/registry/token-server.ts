import { sign, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TokenServer {
  url: string;
  close(): Promise<void>;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Gives whoever knows the password a token (JWT, ES256) for the scope that was asked for, as the distribution project specifies. */
export async function startTokenServer(
  { cert, key }: { cert: string; key: string },
  authorization: string,
): Promise<TokenServer> {
  const header = { typ: 'JWT', alg: 'ES256', x5c: [new X509Certificate(cert).raw.toString('base64')] };
  const server = createServer(({ url = '', headers }, response) => {
    const query = new URL(url, 'http://x').searchParams;
    if (headers.authorization !== authorization) return void response.writeHead(401).end();
    const [type, name, actions = ''] = (query.get('scope') ?? '').split(':');
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: 'test',
      sub: 'bob',
      aud: query.get('service'),
      iat: now,
      nbf: now - 60,
      exp: now + 300,
      jti: 'x',
      access: [{ type, name, actions: actions.split(',') }],
    };
    const signed = `${part(header)}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    response.end(JSON.stringify({ token: `${signed}.${signature}`, expires_in: 300 }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
