import { once } from 'node:events';
import { type AddressInfo, createServer, type ListenOptions, type Server } from 'node:net';

/** Whether several threads can listen on a port: Linux spreads connections over their sockets, and Node 22.12 lets them. */
export function canSharePort(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return process.platform === 'linux' && (major > 22 || (major === 22 && minor >= 12));
}

/**
 * Hands a port that nobody listens on to `listenShared`. A shared port is open to every process of the same user that shares
 * it, too, so it is first taken alone. Between letting go of it and listening again a name is held that
 * only one process can have: of two that start at the same time one is refused. Rejects as `listen` does, with EADDRINUSE.
 */
export async function sharePort<T>(
  wanted: { host: string; port: number },
  listenShared: (port: number) => Promise<T>,
): Promise<T> {
  const alone = await bind({ host: wanted.host, port: wanted.port });
  const { port } = alone.address() as AddressInfo;
  try {
    // Abstract: no file, gone with its process, and one for each network namespace, as ports are.
    const claim = await bind({ path: `\0drydock-port-${port}` });
    try {
      await closed(alone);
      return await listenShared(port);
    } finally {
      await closed(claim);
    }
  } finally {
    alone.close();
  }
}

async function bind(options: ListenOptions): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  server.listen(options);
  await once(server, 'listening');
  return server;
}

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
