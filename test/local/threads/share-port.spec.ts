import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { canSharePort, sharePort } from '../../../local/threads/share-port.ts';

const host = '127.0.0.1';
const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listen(port: number, isShared: boolean): Promise<Server> {
  const server = createServer().listen({ host, port, reusePort: isShared });
  open.push(server);
  await once(server, 'listening');
  return server;
}
const share = (port: number) => sharePort({ host, port }, (free) => listen(free, true));
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

describe.runIf(canSharePort())('shared port', () => {
  it('shared port: a free one is found, and others that know it listen there, too', async () => {
    const port = portOf(await share(0));
    expect(portOf(await listen(port, true))).toBe(port);
  });

  for (const [name, isShared] of [
    ['alone', false],
    ['as we do', true],
  ] as const) {
    it(`shared port: one where somebody listens ${name} is busy`, async () => {
      const port = portOf(await listen(0, isShared));
      await expect(share(port)).rejects.toThrow('EADDRINUSE');
    });
  }

  it('shared port: of many that start at the same time at most one gets it', async () => {
    const port = portOf(await listen(0, false));
    for (let round = 0; round < 20; round += 1) {
      for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
      const starts = await Promise.allSettled(Array.from({ length: 8 }, () => share(port)));
      const won = starts.filter(({ status }) => status === 'fulfilled');
      const lost = starts.flatMap((start) => (start.status === 'rejected' ? [String(start.reason)] : []));
      expect(won.length).toBeLessThanOrEqual(1);
      for (const reason of lost) expect(reason).toContain('EADDRINUSE');
    }
  });

  it('shared port: a start that fails later gives everything back', async () => {
    const port = portOf(await listen(0, false));
    for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
    const failing = sharePort({ host, port }, () => Promise.reject(new Error('no memory')));
    await expect(failing).rejects.toThrow('no memory');
    expect(portOf(await share(port))).toBe(port);
  });
});
