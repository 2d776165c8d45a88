import type { IncomingMessage } from 'node:http';
import { freeMemory } from './free-memory.ts';

export interface FreeReads {
  /** To be told of each chunk of the body, when it comes. */
  saw(chunk: Buffer): void;
  stop(): void;
}

/**
 * Frees what the connection of an answer reads as soon as it was parsed. Node's parser copies bodies out of it, but does not promise
 * to: nothing is freed before a chunk of this body was seen to be a copy.
 */
export function freeReads(answer: Pick<IncomingMessage, 'socket' | 'once'>): FreeReads {
  const { socket } = answer;
  let parsed: Buffer | undefined;
  let isCopied: boolean | undefined;
  const before = (bytes: Buffer): void => {
    parsed = bytes;
  };
  const after = (bytes: Buffer): void => {
    parsed = undefined;
    if (isCopied === true) freeMemory(bytes);
  };
  const stop = (): void => {
    socket.off('data', before);
    socket.off('data', after);
  };
  socket.prependListener('data', before);
  socket.on('data', after);
  // The connection is then another request's, whose parser would come after this.
  answer.once('end', stop);
  return {
    saw(chunk) {
      if (parsed !== undefined) isCopied ??= chunk.buffer !== parsed.buffer;
    },
    stop,
  };
}
