import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { DrydockError } from '../../errors.ts';
import type { RedisAddress } from './redis-address.ts';
import { type RedisReply, replyReader } from './redis-replies.ts';
import { bulkReply } from './resp.ts';

/** A connection that answers in order; one that failed stays failed. */
export interface RedisConnection {
  /** Rejects with DrydockError `storage_unavailable`. */
  ask(...words: (string | Uint8Array)[]): Promise<Buffer | undefined>;
  isOpen(): boolean;
  close(): void;
}

type Waiting = { resolve(value: Buffer | undefined): void; reject(error: unknown): void };

/** Commands may be sent before the connection stands. */
export function redisConnection(address: RedisAddress, mostBytes: number): RedisConnection {
  const { host, port, isTls, login, database } = address;
  const socket: Socket = isTls ? connectTls({ host, port, servername: host }) : connectPlain({ host, port });
  const waiting: Waiting[] = [];
  let isOpen = true;
  socket.setNoDelay(true);

  const fail = (error: unknown): void => {
    isOpen = false;
    socket.destroy();
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  const broken = (cause?: unknown): DrydockError =>
    new DrydockError('storage_unavailable', 'the Redis that keeps analyses cannot be reached', { cause });
  const refused = (text: string): DrydockError =>
    new DrydockError('storage_unavailable', 'the Redis that keeps analyses refuses', { cause: new Error(text) });
  const settle = (reply: RedisReply): void => {
    const asked = waiting.shift();
    if (asked === undefined) throw broken();
    if ('value' in reply) asked.resolve(reply.value);
    else asked.reject(refused(reply.refusal));
  };
  const read = replyReader(mostBytes);
  socket.on('data', (piece) => {
    try {
      for (const reply of read(piece)) settle(reply);
    } catch (error) {
      fail(error);
    }
  });
  socket.on('error', (error) => fail(broken(error)));
  socket.on('close', () => fail(broken()));

  const ask: RedisConnection['ask'] = (...words) =>
    new Promise((resolve, reject) => {
      if (!isOpen) return reject(broken());
      waiting.push({ resolve, reject });
      const parts = words.map((word) => bulkReply(typeof word === 'string' ? Buffer.from(word) : word));
      socket.write(Buffer.concat([Buffer.from(`*${words.length}\r\n`), ...parts]));
    });
  if (login !== undefined) ask('AUTH', ...login).catch(fail);
  if (database !== undefined) ask('SELECT', database).catch(fail);
  return { ask, isOpen: () => isOpen, close: () => fail(broken()) };
}
