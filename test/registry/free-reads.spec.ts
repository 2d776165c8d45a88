import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { freeReads } from '../../functions/registry/transfers/free-reads.ts';

/** A connection whose parser hands over what it reads as `chunkOf` makes it. */
function connection(chunkOf: (read: Buffer) => Buffer) {
  const socket = new EventEmitter();
  const answer = Object.assign(new EventEmitter(), { socket }) as unknown as IncomingMessage;
  const chunks: Buffer[] = [];
  const parse = (read: Buffer): void => {
    const chunk = chunkOf(read);
    reads.saw(chunk);
    chunks.push(chunk);
  };
  socket.on('data', parse);
  const reads = freeReads(answer);
  const receive = (text: string): Buffer => {
    const read = Buffer.from(new Uint8Array(Buffer.from(text)).buffer);
    socket.emit('data', read);
    return read;
  };
  return { answer, socket, chunks, receive };
}

describe('free reads', () => {
  it('free reads: what was copied out is gone from the connection, and the copies stay', () => {
    const { receive, chunks } = connection((read) => Buffer.from(read));
    expect([receive('one'), receive('two')].map((read) => read.length)).toEqual([0, 0]);
    expect(Buffer.concat(chunks).toString()).toBe('onetwo');
  });

  it('free reads: chunks that are parts of what was read stay whole', () => {
    const { receive, chunks } = connection((read) => read.subarray(0));
    receive('one');
    receive('two');
    expect(Buffer.concat(chunks).toString()).toBe('onetwo');
  });

  it('free reads: once the answer has ended, the connection is left alone', () => {
    const { answer, socket, receive } = connection((read) => Buffer.from(read));
    receive('one');
    answer.emit('end');
    expect(receive('the next answer')).toHaveLength(15);
    expect(socket.listenerCount('data')).toBe(1);
  });
});
