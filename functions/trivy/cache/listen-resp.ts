import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { commandReader, defaultRespLimits, errorReply, type RespLimits } from './resp.ts';

/** Answers the commands of one connection, one after the other; the name of a command is in upper case. */
export type RespConversation = (name: string, words: readonly Buffer[]) => Uint8Array | Promise<Uint8Array>;

export interface RespServer {
  port: number;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Listens on a free loopback port; `begin` is called for each connection with limits of its own, which it may change while it
 * lasts. A conversation that throws, or bytes that are no command, end their connection.
 */
export async function listenResp(
  begin: (limits: RespLimits) => RespConversation,
  limits: RespLimits = defaultRespLimits,
): Promise<RespServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    socket.setNoDelay(true);
    const own = { ...limits };
    void converse(socket, begin(own), own).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function converse(socket: Socket, answer: RespConversation, limits: RespLimits): Promise<void> {
  const read = commandReader(limits);
  for await (const piece of socket) {
    for (const [name, ...words] of read(piece as Buffer)) {
      const reply =
        name === undefined ? errorReply('no command') : await answer(name.toString('latin1').toUpperCase(), words);
      if (!socket.write(reply)) await once(socket, 'drain');
    }
  }
  socket.end();
}
