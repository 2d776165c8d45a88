import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpTransport } from '../../functions/delivery/http-transport.ts';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { guardedDialer } from '../../functions/network/dialer.ts';

const forbidden = expect.objectContaining({ code: 'forbidden_address' });

describe('webhooks over HTTP', () => {
  let server: Server;
  let url: string;
  const seen: { path: string; type: string | undefined; body: string }[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const [, status = '', after = ''] = request.url!.split('/');
    const headers = { location: '/200', ...(after !== '' && { 'retry-after': after }) };
    response.writeHead(Number(status), headers).end('thanks');
  };

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      seen.push({ path: request.url!, type: request.headers['content-type'], body });
      answer(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = (
    settings: Parameters<typeof addressPolicy>[0],
    resolve?: () => Promise<{ address: string; family: number }[]>,
  ) => {
    const policy = addressPolicy(settings);
    return httpTransport(policy, guardedDialer({ policy, responseMs: 5_000, ...(resolve && { resolve }) }), Date.now);
  };

  it('webhook: the body arrives as it was signed, the status comes back', async () => {
    const transport = open({ loopback: true });
    expect(await transport.post(`${url}/204`, { 'content-type': 'application/json' }, '{"é":1}')).toEqual({
      status: 204,
    });
    expect(seen.at(-1)).toEqual({ path: '/204', type: 'application/json', body: '{"é":1}' });
  });

  it('webhook: a redirect is an answer, nobody follows it (S23)', async () => {
    const before = seen.length;
    expect(await open({ loopback: true }).post(`${url}/302`, {}, '{}')).toEqual({ status: 302 });
    expect(seen.slice(before).map(({ path }) => path)).toEqual(['/302']);
  });

  it('webhook: Retry-After counts in seconds', async () => {
    const transport = open({ loopback: true });
    expect(await transport.post(`${url}/429/30`, {}, '')).toEqual({ status: 429, retryAfter: 30 });
    expect(await transport.post(`${url}/429/tomorrow`, {}, '')).toEqual({ status: 429 });
  });

  it('webhook: where only public addresses are allowed, no loopback and no plain http', async () => {
    const transport = open({});
    expect(() => transport.check(`${url}/x`)).toThrow(forbidden);
    expect(() => transport.check('https://user@receiver.example/')).toThrow(forbidden);
    expect(() => transport.check('https://10.0.0.1/')).toThrow(forbidden);
    expect(() => transport.check('https://receiver.example/hook')).not.toThrow();
  });

  it('webhook: a public name that leads to a private address is not called (S23)', async () => {
    const before = seen.length;
    for (const address of ['127.0.0.1', '169.254.169.254', '10.0.0.1', '::1', 'fd00::1']) {
      const transport = open({}, async () => [{ address, family: address.includes(':') ? 6 : 4 }]);
      await expect(transport.post('https://receiver.example/hook', {}, '{}')).rejects.toEqual(forbidden);
    }
    expect(seen).toHaveLength(before);
  });

  it('webhook: a receiver that nobody finds is unavailable', async () => {
    const transport = open({}, async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })));
    await expect(transport.post('https://gone.example/', {}, '')).rejects.toMatchObject({
      message: expect.stringContaining('there is no such host'),
    });
  });
});
