import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/** The body as far as it was read: `isWhole` is false when there is more than the limit. */
export interface ReadBody {
  bytes: Buffer;
  isWhole: boolean;
}

/** Reads at most `limit` bytes and the chunk that goes beyond; never settles when the client goes away. */
export function readBody(request: IncomingMessage, limit: number, done: (body: ReadBody) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= limit) return;
    request.off('data', onData).off('end', onEnd);
    settle(false);
  };
  const onEnd = (): void => settle(true);
  const settle = (isWhole: boolean): void =>
    done({ bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length), isWhole });
  request.on('data', onData).on('end', onEnd);
}
