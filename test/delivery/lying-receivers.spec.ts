import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { httpTransport } from '../../functions/delivery/http-transport.ts';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { guardedDialer } from '../../functions/network/dialer.ts';
import { readPrivateHosts } from '../../functions/network/private-hosts.ts';
import { selfSigned } from '../registry/self-signed.ts';
import { clock, closers, listening, longMs, postTo, unavailable } from './raw-receiver.ts';

describe('receivers that lie', () => {
  it('webhook: one that says 200 and closes in the middle of its body has taken the message, once (F34)', async () => {
    const { sent, connections } = await postTo((socket) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nthanks'),
    );
    expect(await sent).toEqual({ status: 200 });
    expect(connections()).toBe(1);
  });

  it('webhook: nothing of a body without an end is kept, its connection is ended', async () => {
    let written = 0;
    const { sent, closed } = await postTo((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ntransfer-encoding: chunked\r\n\r\n');
      const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`;
      const pour = (): void => {
        while (!socket.destroyed && socket.write(piece)) written += piece.length;
      };
      socket.on('drain', pour);
      pour();
    });
    expect(await sent).toEqual({ status: 200 });
    await closed();
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  it.each([
    ['no HTTP', 'hello there\r\n\r\n'],
    ['a status that is none', 'HTTP/1.1 OK\r\n\r\n'],
    ['headers without an end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['both lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['nothing', ''],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'],
  ])('webhook: one that answers with %s has not taken the message', async (_, text) => {
    const { sent, connections } = await postTo((socket) => socket.end(text));
    await expect(sent).rejects.toMatchObject({ code: 'registry_unavailable' });
    expect(connections()).toBe(1);
  });

  it('webhook: chunks that are none change nothing of the status before them', async () => {
    const { sent } = await postTo((socket) =>
      socket.end('HTTP/1.1 503 Busy\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nnot a chunk'),
    );
    expect(await sent).toEqual({ status: 503 });
  });

  it.each([
    ['-5', undefined],
    ['1.5', undefined],
    ['Tue, 24 Nov 2026 12:01:30 GMT', 90],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 0],
    ['Sun, 24 Nov 2999 12:00:00 GMT', 86_400],
    ['0', 0],
    ['99999999999', 86_400],
    ['9'.repeat(400), undefined],
  ])('webhook: Retry-After %s is read as %j', async (text, retryAfter) => {
    const { sent } = await postTo((socket) => socket.end(`HTTP/1.1 429 Slow down\r\nretry-after: ${text}\r\n\r\n`));
    expect(await sent).toEqual({ status: 429, ...(retryAfter !== undefined && { retryAfter }) });
  });
});

describe('receivers that lead elsewhere', () => {
  it('webhook: redirects to private addresses connect to nothing (S23)', async () => {
    let visits = 0;
    const inside = createServer(() => {
      visits += 1;
    });
    const port = await listening(inside);
    for (const status of [301, 302, 303, 307, 308]) {
      const { sent, connections } = await postTo((socket) =>
        socket.end(`HTTP/1.1 ${status} Elsewhere\r\nlocation: http://127.0.0.1:${port}/latest/meta-data\r\n\r\n`),
      );
      expect(await sent).toEqual({ status });
      expect(connections()).toBe(1);
    }
    expect(visits).toBe(0);
  });

  it('webhook: a name with one address in public and one inside is not called, and looked up once (S23)', async () => {
    let visits = 0;
    const inside = createServer(() => {
      visits += 1;
    });
    const port = await listening(inside);
    const policy = addressPolicy({ ports: [port] });
    let lookups = 0;
    const resolve = async () => {
      lookups += 1;
      // One address that is public, and one behind it that is not.
      return ['93.184.216.34', '127.0.0.1'].map((address) => ({ address, family: 4 }));
    };
    const dialer = guardedDialer({ policy, resolve, responseMs: longMs });
    onTestFinished(() => dialer.close());
    const sent = httpTransport(policy, dialer, clock).post(`https://receiver.example:${port}/hook`, {}, '{}');
    await expect(sent).rejects.toMatchObject({ code: 'forbidden_address' });
    expect([lookups, visits]).toEqual([1, 0]);
  });

  it('webhook: a certificate of another name gets no message', async () => {
    const { cert, key } = selfSigned('receiver.corp');
    const requests: string[] = [];
    const server = createTlsServer({ cert, key }, (request, response) => {
      requests.push(request.url!);
      response.writeHead(204).end();
    });
    const port = await listening(server);
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const post = (host: string) => {
      const policy = addressPolicy({ privateHosts: readPrivateHosts(`${host}:${port}=127.0.0.1`) });
      const dialer = guardedDialer({ policy, resolve, authorities: [cert], responseMs: longMs });
      closers.push(() => dialer.close());
      return httpTransport(policy, dialer, clock).post(`https://${host}:${port}/hook`, {}, '{}');
    };
    await expect(post('other.corp')).rejects.toEqual(unavailable('its certificate is not trusted'));
    expect(requests).toEqual([]);
    expect(await post('receiver.corp')).toEqual({ status: 204 });
  });
});
