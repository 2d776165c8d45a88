import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackListener {
  /** `127.0.0.1:port` */
  host: string;
  close(): Promise<void>;
}

/** Any free port when `port` is 0. */
export async function listenOnLoopback(server: Server, port: number): Promise<LoopbackListener> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
