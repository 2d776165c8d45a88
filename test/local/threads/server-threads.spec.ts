import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { readSettings } from '../../../functions/api/settings.ts';
import { type TextLog, textLog } from '../../../local/log.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../../local/server.ts';
import { canSharePort } from '../../../local/threads/share-port.ts';
import { ask, parseAnswers } from '../raw-client.ts';
import { silentLog } from '../silent-log.ts';

const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n  - name: c\n    image: nginx\n`;
const scan = (port: number, body: string, fields: string[] = []) => ask(port, 'POST', '/scan', body, fields);

/** A server of three threads whose lines are noted; those of the two others come through `append`. */
async function start(options: Partial<ServerOptions> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-threads-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const lines: string[] = [];
  const fromOthers: string[] = [];
  const written = textLog({ write: (text) => void lines.push(...text.trimEnd().split('\n')), clock: Date.now });
  const log: TextLog = {
    ...written,
    append(text) {
      fromOthers.push(text);
      written.append(text);
    },
  };
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    settings: readSettings({}),
    storage: { directory },
    threads: 3,
    log,
    ...options,
  });
  running.push(server);
  return { ...server, log, lines, fromOthers };
}

/** Scans until another thread than the main one has answered; returns how many scans that took. */
async function untilOthersAnswer(server: Awaited<ReturnType<typeof start>>): Promise<number> {
  let scans = 0;
  while (server.fromOthers.length === 0) {
    await scan(server.port, pod('first'));
    scans += 1;
  }
  return scans;
}

describe.runIf(canSharePort())('local server with several threads', () => {
  it('a scan is seen by readers at once, whichever thread made it', async () => {
    const server = await start();
    await untilOthersAnswer(server);
    for (let i = 0; i < 30; i += 1) {
      const { headers } = await scan(server.port, pod(`web-${i}`));
      expect(headers['drydock-stored']).toBe('pending');
      const read = await ask(server.port, 'GET', headers.location!);
      expect(JSON.parse(read.body.toString())).toMatchObject({
        objects: [{ object: `Pod/web-${i}.default` }],
        count: 1,
      });
    }
    const { headers } = await scan(server.port, pod('web-0'));
    expect((await ask(server.port, 'DELETE', headers.location!)).status).toBe(204);
    expect((await ask(server.port, 'GET', headers.location!)).status).toBe(404);
  });

  it('metrics count the scans of all threads, and the log has a line for each', async () => {
    const server = await start();
    const before = await untilOthersAnswer(server);
    await Promise.all(Array.from({ length: 60 }, (_, i) => scan(server.port, pod(`web-${i}`))));
    const text = (await ask(server.port, 'GET', '/metrics')).body.toString();
    expect(text).toContain(`drydock_requests_total{route="POST /scan",status="200"} ${before + 60}\n`);
    expect(text).toContain(`drydock_scans_promised ${before + 60}\n`);
    expect(text).toContain(`drydock_request_time_seconds_count{route="POST /scan"} ${before + 60}\n`);
    await running.splice(0)[0]!.close();
    server.log.flush();
    const requests = server.lines.filter((line) =>
      / request route="POST \/scan" .* requestId=[-0-9a-f]{36}$/.test(line),
    );
    expect(requests).toHaveLength(before + 60);
    expect(new Set(requests.map((line) => line.split('requestId=')[1])).size).toBe(before + 60);
  });

  it('what was promised by any thread is there after a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'drydock-threads-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const server = await start({ storage: { directory } });
    await untilOthersAnswer(server);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => scan(server.port, pod(`web-${i}`))));
    await running.splice(0)[0]!.close();
    const again = await start({ storage: { directory }, threads: 1 });
    for (const { headers } of answers) expect((await ask(again.port, 'GET', headers.location!)).status).toBe(200);
  });

  it('requests that run when it ends are answered in every thread', async () => {
    const server = await start();
    await untilOthersAnswer(server);
    const head = `POST /scan HTTP/1.1\r\nHost: a\r\nContent-Length: ${pod('web').length}\r\n\r\n`;
    const sockets = await Promise.all(
      Array.from(
        { length: 24 },
        () =>
          new Promise<Socket>((resolve) => {
            const socket = connect(server.port, '127.0.0.1', () => socket.write(head, () => resolve(socket)));
          }),
      ),
    );
    const answers = sockets.map(
      (socket) =>
        new Promise<Buffer>((resolve, reject) => {
          const parts: Buffer[] = [];
          socket.on('data', (part) => parts.push(part));
          socket.on('end', () => resolve(Buffer.concat(parts))).on('error', reject);
        }),
    );
    // Every thread has taken its connections when it answers a request that came later.
    await Promise.all(Array.from({ length: 24 }, () => scan(server.port, pod('later'))));
    const closed = running.splice(0)[0]!.close();
    for (const socket of sockets) socket.write(pod('web'));
    for (const bytes of answers) {
      const [answer] = parseAnswers(await bytes);
      expect([answer?.status, answer?.headers['drydock-stored']]).toEqual([200, 'pending']);
    }
    await closed;
    await expect(scan(server.port, pod('web'))).rejects.toThrow('ECONNREFUSED');
  });

  it('limits, no storage and anonymous callers are the same in every thread', async () => {
    const settings = readSettings({ DRYDOCK_MAX_BODY_BYTES: '200' });
    const server = await startServer({ host: '0.0.0.0', port: 0, settings, threads: 3, log: silentLog });
    running.push(server);
    for (let i = 0; i < 40; i += 1) {
      expect((await scan(server.port, 'x'.repeat(300))).body.toString()).toBe('the body is larger than 200 bytes\n');
      expect((await scan(server.port, pod('web'))).headers['drydock-stored']).toBe('false');
      expect((await ask(server.port, 'GET', '/metrics', '', ['X-Other: 1'])).status).toBe(401);
    }
  });

  it('a busy port is refused to several threads, and the port of several threads to one', async () => {
    const server = await start();
    for (const threads of [1, 3]) {
      await expect(start({ port: server.port, threads })).rejects.toThrow(
        `127.0.0.1:${server.port} is in use: stop what listens there, or choose another port`,
      );
    }
  });
});
