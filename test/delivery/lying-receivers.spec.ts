import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { httpTransport } from '../../functions/delivery/http-transport.ts';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { guardedDialer } from '../../functions/network/dialer.ts';
import { readPrivateHosts } from '../../functions/network/private-hosts.ts';
import { selfSigned } from '../registry/self-signed.ts';

/** What receivers that are to be given up have; others have as long as they need. */
const shortMs = 150;
const longMs = 20_000;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Posts to a receiver that does so with each connection, once it has read something. */
async function postTo(answer: (socket: Socket) => void, { body = '{}', responseMs = longMs } = {}) {
  let connections = 0;
  const closed: Promise<unknown>[] = [];
  const server = createServer((socket) => {
    connections += 1;
    closed.push(new Promise((resolve) => socket.once('close', resolve)));
    socket.once('data', () => answer(socket));
  });
  const port = await listening(server);
  const policy = addressPolicy({ loopback: true });
  const dialer = guardedDialer({ policy, responseMs });
  closers.push(() => dialer.close());
  const sent = httpTransport(policy, dialer).post(`http://127.0.0.1:${port}/hook`, {}, body);
  return { sent, closed: () => Promise.all(closed), connections: () => connections };
}

const unavailable = (reason: string) =>
  expect.objectContaining({ code: 'registry_unavailable', message: expect.stringContaining(reason) });

describe('receivers that are slow', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['never answers', () => undefined],
    ['sends its headers a byte at a time', (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx-slow: ')],
    ['says 100 Continue for ever', (socket) => drip(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 25)],
    ['answers when the time is over', (socket) => later(socket, 2 * shortMs)],
  ])(
    'webhook: a receiver that %s is given up when its time is over, and its connection ended (F34)',
    async (_, answer) => {
      const { sent, closed } = await postTo(answer, { responseMs: shortMs });
      await expect(sent).rejects.toEqual(unavailable('it does not answer'));
      await closed();
    },
  );

  it('webhook: one whose status has come is believed, however slowly its body follows', async () => {
    const { sent, closed } = await postTo((socket) => {
      socket.write('HTTP/1.1 202 Accepted\r\ncontent-length: 1000\r\n\r\n');
      drip(socket, 'x');
    });
    expect(await sent).toEqual({ status: 202 });
    await closed();
  });

  it('webhook: one that takes no more of the body has the same time', async () => {
    const { sent } = await postTo((socket) => void socket.pause(), {
      body: 'x'.repeat(16 * 1024 * 1024),
      responseMs: shortMs,
    });
    await expect(sent).rejects.toEqual(unavailable('it does not answer'));
  });
});

describe('receivers that lie', () => {
  it('webhook: one that says 200 and closes in the middle of its body has taken the message, once', async () => {
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
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    ['0', 0],
    ['99999999999', 99_999_999_999],
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
    const sent = httpTransport(policy, dialer).post(`https://receiver.example:${port}/hook`, {}, '{}');
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
      return httpTransport(policy, dialer).post(`https://${host}:${port}/hook`, {}, '{}');
    };
    await expect(post('other.corp')).rejects.toEqual(unavailable('its certificate is not trusted'));
    expect(requests).toEqual([]);
    expect(await post('receiver.corp')).toEqual({ status: 204 });
  });
});

/** Writes the text, then more of its last byte, until the other side has enough. */
function drip(socket: Socket, text: string, length = 1): void {
  let at = 0;
  const next = (): void => {
    if (socket.destroyed) return;
    const piece = length === 1 ? (text[at] ?? 'x') : text;
    at += 1;
    socket.write(piece, () => setTimeout(next, 5));
  };
  next();
}

function later(socket: Socket, ms: number): void {
  const timer = setTimeout(() => socket.end('HTTP/1.1 200 OK\r\n\r\n'), ms);
  closers.push(() => clearTimeout(timer));
}
