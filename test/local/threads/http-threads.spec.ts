import { createSecretKey } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../functions/api/settings.ts';
import { httpThreads } from '../../../local/threads/http-threads.ts';
import { canSharePort } from '../../../local/threads/share-port.ts';
import { handTimer } from '../../scans/hand-timer.ts';
import { ask, type RawAnswer } from '../raw-client.ts';
import { silentLog } from '../silent-log.ts';

describe.runIf(canSharePort())('HTTP threads', () => {
  it('HTTP threads: one that ends is logged and started again, and the others answer for it', async () => {
    const obstacle = createServer().listen(0, '127.0.0.1');
    await once(obstacle, 'listening');
    const { port } = obstacle.address() as AddressInfo;
    const timer = handTimer();
    const errors: string[] = [];
    let told = (): void => {};
    const ended = new Promise<void>((resolve) => {
      told = resolve;
    });
    const threads = httpThreads({
      count: 1,
      data: {
        host: '127.0.0.1',
        port,
        settings: readSettings({}),
        deploymentKey: createSecretKey(Buffer.alloc(32)),
        isLoopback: true,
        mode: undefined,
        isQuiet: true,
      },
      app: async () => ({ statusCode: 200, headers: {}, body: 'of the main thread' }),
      lines: undefined,
      timer: timer.set,
      log: {
        ...silentLog,
        error(message, fields) {
          errors.push(`${message}: ${fields?.error}`);
          told();
        },
      },
    });
    await ended;
    expect(errors).toEqual([
      `an HTTP thread has ended; its connections are cut: Error: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
    ]);
    await threads.flush();
    expect((await threads.measure()).series.counters.size).toBe(0);

    await new Promise((resolve) => obstacle.close(resolve));
    expect(timer.waiting()).toBe(1);
    timer.advance(1_000);
    let answer: RawAnswer | undefined;
    while (answer === undefined) answer = await ask(port, 'GET', '/healthz').catch(() => undefined);
    expect(answer.body.toString()).toBe('of the main thread');
    expect((await ask(port, 'POST', '/scan', 'kind: Pod\n')).status).toBe(200);
    const { series } = await threads.measure();
    expect(series.counters.get('Requests')?.get('route="POST /scan",status="200"')).toBe(1);
    await threads.close(1_000);
    await expect(ask(port, 'GET', '/healthz')).rejects.toThrow('ECONNREFUSED');
    expect(errors).toHaveLength(1);
  });
});
