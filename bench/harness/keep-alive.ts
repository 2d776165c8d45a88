import { connect } from 'node:net';

const headEnd = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('\r\n0\r\n\r\n');

export interface Connection {
  send(request: Buffer): void;
  end(): void;
}

/**
 * One connection that sends a request after the other on a raw socket, which costs a third of node:http's client. `onAnswer`
 * gets the status and the bytes of an answer. No pipelining, so an answer ends where the bytes of the socket do.
 */
export const keepAlive = (
  port: number,
  onOpen: (connection: Connection) => void,
  onAnswer: (connection: Connection, status: number, bytes: number) => void,
  onClose: () => void,
): void => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let status = 0;
  let received = 0;
  let expected = -1;
  let head: Buffer | undefined;
  const connection: Connection = { send: (request) => socket.write(request), end: () => socket.destroy() };

  const begin = (data: Buffer): boolean => {
    head = head ? Buffer.concat([head, data]) : data;
    const end = head.indexOf(headEnd);
    if (end < 0) return false;
    const text = head.toString('latin1', 0, end);
    status = Number(text.slice(9, 12));
    const length = /\r\ncontent-length: (\d+)/i.exec(text);
    expected = length ? end + headEnd.length + Number(length[1]) : Number.POSITIVE_INFINITY;
    received = head.length - data.length;
    head = undefined;
    return true;
  };

  socket.on('connect', () => onOpen(connection));
  socket.on('error', () => socket.destroy());
  socket.on('close', onClose);
  socket.on('data', (data: Buffer) => {
    if (expected < 0 && !begin(data)) return;
    received += data.length;
    // JSON text holds no carriage return, so the end of the last chunk cannot be a part of an answer.
    const isWhole = Number.isFinite(expected)
      ? received >= expected
      : data.subarray(-lastChunk.length).equals(lastChunk);
    if (!isWhole) return;
    expected = -1;
    onAnswer(connection, status, received);
  });
};
