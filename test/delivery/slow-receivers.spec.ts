import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { closers, postTo, shortMs, unavailable } from './raw-receiver.ts';

describe('receivers that are slow', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['never answers', () => undefined],
    ['sends its headers a byte at a time', (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx-slow: ')],
    ['says 100 Continue for ever', (socket) => drip(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 25)],
    ['answers when the time is over', (socket) => later(socket, 2 * shortMs)],
  ])(
    'webhook: a receiver that %s is given up when its time is over, and its connection ended (F34)',
    async (_, answer) => {
      const { sent, closed } = await postTo(answer, { responseMs: shortMs });
      await expect(sent).rejects.toEqual(unavailable('it does not answer'));
      await closed();
    },
  );

  it('webhook: one whose status has come is believed, however slowly its body follows', async () => {
    const { sent, closed } = await postTo((socket) => {
      socket.write('HTTP/1.1 202 Accepted\r\ncontent-length: 1000\r\n\r\n');
      drip(socket, 'x');
    });
    expect(await sent).toEqual({ status: 202 });
    await closed();
  });

  it('webhook: one that takes no more of the body has the same time', async () => {
    const { sent } = await postTo((socket) => void socket.pause(), {
      body: 'x'.repeat(16 * 1024 * 1024),
      responseMs: shortMs,
    });
    await expect(sent).rejects.toEqual(unavailable('it does not answer'));
  });
});

/** Writes the text, then more of its last byte, until the other side has enough. */
function drip(socket: Socket, text: string, length = 1): void {
  let at = 0;
  const next = (): void => {
    if (socket.destroyed) return;
    const piece = length === 1 ? (text[at] ?? 'x') : text;
    at += 1;
    socket.write(piece, () => setTimeout(next, 5));
  };
  next();
}

function later(socket: Socket, ms: number): void {
  const timer = setTimeout(() => socket.end('HTTP/1.1 200 OK\r\n\r\n'), ms);
  closers.push(() => clearTimeout(timer));
}
