import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { type Listener, listen } from '../../local/listen.ts';
import { notingEngine, sampleApp } from '../api/sample-app.ts';
import { ask } from './raw-client.ts';
import { silentLog } from './silent-log.ts';

const limit = 1_000;
const { engine, asked } = notingEngine((body) => {
  if (body.length > limit) throw new DrydockError('body_too_large', `the body is larger than ${limit} bytes`);
  return [];
});
const { app } = sampleApp({ engine });
const lastBody = (): Buffer => Buffer.from(asked.at(-1)!.body);

let listener: Listener;
beforeAll(async () => {
  listener = await listen({ app, host: '127.0.0.1', port: 0, bodyBytes: limit, clock: Date.now, log: silentLog });
});
afterAll(() => listener.close(0));

describe('local server: large bodies', () => {
  it('a body at the limit is scanned, also behind file=', async () => {
    expect((await ask(listener.port, 'POST', '/scan', 'x'.repeat(limit))).status).toBe(200);
    expect((await ask(listener.port, 'POST', '/scan', `file=${'x'.repeat(limit)}`)).status).toBe(200);
    expect(lastBody()).toHaveLength(limit);
  });

  it('a body beyond it is refused with the limit by name, and the connection closed', async () => {
    const answer = await ask(listener.port, 'POST', '/scan', 'x'.repeat(limit + 7));
    expect([answer.status, answer.headers.connection]).toEqual([413, 'close']);
    expect(answer.body.toString()).toBe('the body is larger than 1000 bytes\n');
  });

  it('a client that sends 30 MB before it looks for an answer still gets it', async () => {
    const answer = await ask(listener.port, 'POST', '/scan', Buffer.alloc(30_000_000, 0x20));
    expect(answer.status).toBe(413);
  });

  it('the refusal does not wait for a client that never ends its body', async () => {
    const head = 'POST /scan HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    const text = await new Promise<string>((resolve) => {
      const socket = connect(listener.port, '127.0.0.1', () => socket.write(`${head}7d0\r\n${'x'.repeat(2_000)}\r\n`));
      socket.once('data', (part) => {
        socket.destroy();
        resolve(part.toString());
      });
    });
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('a large body on a path that scans nothing is answered as that path answers', async () => {
    expect((await ask(listener.port, 'GET', '/healthz', 'x'.repeat(5_000))).status).toBe(200);
    expect((await ask(listener.port, 'PUT', '/scans', 'x'.repeat(5_000))).status).toBe(405);
  });
});
