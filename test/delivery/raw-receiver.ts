import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect } from 'vitest';
import { httpTransport } from '../../functions/delivery/http-transport.ts';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { guardedDialer } from '../../functions/network/dialer.ts';

/** What receivers that are to be given up have; others have as long as they need. */
export const shortMs = 150;
export const longMs = 20_000;
/** What the clock of the sender shows. */
export const clock = () => Date.parse('2026-11-24T12:00:00Z');
export const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Listens on loopback until the end of the test. */
export async function listening(server: Server): Promise<number> {
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
export async function postTo(answer: (socket: Socket) => void, { body = '{}', responseMs = longMs } = {}) {
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
  const sent = httpTransport(policy, dialer, clock).post(`http://127.0.0.1:${port}/hook`, {}, body);
  return { sent, closed: () => Promise.all(closed), connections: () => connections };
}

export const unavailable = (reason: string) =>
  expect.objectContaining({ code: 'registry_unavailable', message: expect.stringContaining(reason) });
