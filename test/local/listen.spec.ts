import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listener, listen } from '../../local/listen.ts';
import { notingEngine, notingLog, sampleApp } from '../api/sample-app.ts';
import { ask, parseAnswers, sendRaw } from './raw-client.ts';
import { silentLog } from './silent-log.ts';

const limit = 1_000;
const { engine, asked } = notingEngine(() => []);
const { app } = sampleApp({ engine });
const lastBody = (): Buffer => Buffer.from(asked.at(-1)!.body);

let listener: Listener;
beforeAll(async () => {
  listener = await listen({ app, host: '127.0.0.1', port: 0, bodyBytes: limit, clock: Date.now, log: silentLog });
});
afterAll(() => listener.close(0));

describe('local server: forms of a request', () => {
  it('a body of unknown length arrives whole', async () => {
    const head = 'POST /scan HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    const bytes = await sendRaw(listener.port, head, '5\r\nkind:\r\n', '4;x=y\r\n Pod\r\n', '0\r\nTrailer: 1\r\n\r\n');
    expect(parseAnswers(bytes)[0]?.status).toBe(200);
    expect(lastBody().toString()).toBe('kind: Pod');
  });

  it('HTTP/1.0 is answered and closed', async () => {
    const bytes = await sendRaw(listener.port, 'PUT /pod.yaml HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi');
    const [answer] = parseAnswers(bytes);
    expect([answer?.status, answer?.headers.connection]).toEqual([200, 'close']);
    expect(lastBody().toString()).toBe('hi');
  });

  it('a client that waits for 100 gets it, then its answer', async () => {
    const head =
      'POST /scan HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n';
    const statuses = parseAnswers(await sendRaw(listener.port, head, 'x')).map((answer) => answer.status);
    expect(statuses).toEqual([100, 200]);
  });

  it('requests sent one after the other without waiting are answered in their order', async () => {
    const one = (target: string, more = ''): string => `GET ${target} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
    const bytes = await sendRaw(
      listener.port,
      `${one('/healthz')}POST /scan HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc${one('/scans/x')}${one('/x', 'Connection: close\r\n')}`,
    );
    expect(parseAnswers(bytes).map((answer) => answer.status)).toEqual([200, 200, 404, 303]);
  });

  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'LOCK']) {
    it(`${method} scans its body`, async () => {
      expect((await ask(listener.port, method, '/scan', `body of ${method}`)).status).toBe(200);
      expect(lastBody().toString()).toBe(`body of ${method}`);
    });
  }

  it('HEAD has the headers of an answer and no body', async () => {
    const bytes = await sendRaw(listener.port, 'HEAD /docs HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n$/s);
  });

  it('a deleted scan is answered without a body', async () => {
    const scan = await ask(listener.port, 'POST', '/scan', 'to be deleted');
    const answer = await ask(listener.port, 'DELETE', scan.headers.location!);
    expect([answer.status, answer.body.length, answer.headers['content-length']]).toEqual([204, 0, undefined]);
  });

  const types = ['text/plain', 'text/x-yaml; charset=latin1', 'application/json', 'application/xml', 'image/png', ''];
  for (const type of types) {
    it(`every byte is kept under the content type "${type}"`, async () => {
      const every = Uint8Array.from({ length: 256 }, (_, i) => i);
      for (const body of [every, '\ufeffé\r\n']) {
        await ask(listener.port, 'POST', '/scan', body, [`Content-Type: ${type}`]);
        expect(lastBody()).toEqual(Buffer.from(body));
      }
    });
  }

  it('a compressed body is not unpacked', async () => {
    await ask(listener.port, 'POST', '/scan', Buffer.from([0x1f, 0x8b, 8, 0]), ['Content-Encoding: gzip']);
    expect(lastBody()).toEqual(Buffer.from([0x1f, 0x8b, 8, 0]));
  });
});

describe('local server: targets of a request', () => {
  it('an absolute target counts by its path', async () => {
    expect((await ask(listener.port, 'GET', 'http://example.org/healthz')).body.toString()).toBe('OK\n');
    expect((await ask(listener.port, 'POST', 'http://example.org//y?z')).headers.location).toBe('/y?z');
    expect((await ask(listener.port, 'GET', 'http://example.org')).headers.location).toBe('/docs');
  });

  it('percent-encoding reaches the app as it was sent', async () => {
    expect((await ask(listener.port, 'POST', '//a%20b')).headers.location).toBe('/a%2520b');
    expect((await ask(listener.port, 'POST', '/%2fscan', 'x')).status).toBe(200);
  });

  it('a bad escape in the path is a bad request, in the query it is not', async () => {
    const bytes = await sendRaw(listener.port, 'POST /scan%zz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n');
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 400 .*\r\n\r\n400 Bad Request$/s);
    expect((await ask(listener.port, 'POST', '/scan?rule=%zz', 'x')).status).toBe(200);
  });

  it('OPTIONS of the server itself is fine, any other method on * is not', async () => {
    expect((await ask(listener.port, 'OPTIONS', '*')).status).toBe(200);
    expect((await ask(listener.port, 'POST', '*')).status).toBe(400);
  });

  it('a tunnel is refused', async () => {
    const bytes = await sendRaw(listener.port, 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n');
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
  });
});

describe('local server: what is no request', () => {
  const nonsense = [
    'hello\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'FOO /scan HTTP/1.1\r\nHost: a\r\n\r\n',
    'POST /café HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n',
    'POST /scan HTTP/1.1\r\n\r\n',
    'POST /scan HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n',
    'POST /scan HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    'POST /scan HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  ];
  it('nonsense is refused, hundreds of times over, and the server goes on', async () => {
    for (let round = 0; round < 50; round++) {
      for (const text of nonsense) {
        expect((await sendRaw(listener.port, text)).toString()).toMatch(/^HTTP\/1\.1 4\d\d /);
      }
    }
    expect((await ask(listener.port, 'GET', '/healthz')).status).toBe(200);
  });

  it('clients that go away in the middle leave nothing behind', async () => {
    for (let round = 0; round < 100; round++) {
      await new Promise<void>((resolve) => {
        const socket = connect(listener.port, '127.0.0.1', () => {
          socket.write('POST /scan HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf');
          socket.destroy();
        });
        socket.once('close', () => resolve());
      });
    }
    expect((await ask(listener.port, 'GET', '/healthz')).status).toBe(200);
  });
});

describe('local server: end', () => {
  it('running requests are answered before it ends, new ones are refused', async () => {
    let answer: (() => void) | undefined;
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let started: (() => void) | undefined;
    const isRunning = new Promise<void>((resolve) => {
      started = resolve;
    });
    const server = await listen({
      app: async (event) => {
        started?.();
        await slow;
        return app(event);
      },
      host: '127.0.0.1',
      port: 0,
      bodyBytes: limit,
      clock: Date.now,
      log: silentLog,
    });
    const running = sendRaw(server.port, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await isRunning;
    const closed = server.close(60_000);
    await expect(sendRaw(server.port, 'GET /healthz HTTP/1.1\r\n\r\n')).rejects.toThrow('ECONNREFUSED');
    answer?.();
    const [last] = parseAnswers(await running);
    expect([last?.status, last?.headers.connection]).toEqual([200, 'close']);
    await closed;
  });

  it('a connection that never finishes is cut after the grace', async () => {
    const server = await listen({ app, host: '127.0.0.1', port: 0, bodyBytes: limit, clock: Date.now, log: silentLog });
    const half = sendRaw(server.port, 'POST /scan HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf');
    const outcome = half.then(
      (bytes) => bytes.length,
      () => 0,
    );
    await server.close(1);
    expect(await outcome).toBe(0);
  });

  it('an answer that cannot be written ends its connection, not the server', async () => {
    const log = notingLog();
    const broken = async () => ({ statusCode: 200, headers: { location: 'line\nbreak' }, body: '' });
    const server = await listen({ app: broken, host: '127.0.0.1', port: 0, bodyBytes: limit, clock: Date.now, log });
    const head = 'GET /scan HTTP/1.1\r\nHost: a\r\n\r\n';
    for (let times = 0; times < 2; times++) expect((await sendRaw(server.port, head)).length).toBe(0);
    expect(log.lines.map((line) => line.message)).toEqual(['answer not sent', 'answer not sent']);
    await server.close(0);
  });

  it('a busy port is an error', async () => {
    const again = listen({
      app,
      host: '127.0.0.1',
      port: listener.port,
      bodyBytes: limit,
      clock: Date.now,
      log: silentLog,
    });
    await expect(again).rejects.toThrow('EADDRINUSE');
  });
});
