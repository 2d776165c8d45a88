import type { Readable } from 'node:stream';

/** Takes a chunk; the next one comes when a promise it returns has resolved. May throw. */
export type TakeChunk = (chunk: Buffer) => Promise<void> | undefined;

/**
 * Hands over the chunks of a stream as they come in. An async iterator would copy all that has gathered into one for each step, which
 * for layers costs more than hashing them. Rejects, and destroys the stream, when it or `take` fails, or it closes before its end.
 */
export function eachChunk(stream: Readable, take: TakeChunk): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      reject(error);
      stream.destroy();
    };
    let taking: Promise<void> | undefined;
    stream.on('data', (chunk: Buffer) => {
      try {
        taking = take(chunk);
        if (taking === undefined) return;
        stream.pause();
        taking.then(() => stream.resume(), fail);
      } catch (error) {
        fail(error);
      }
    });
    stream.once('end', resolve);
    stream.on('error', fail);
    stream.once('close', () => reject(new Error('the stream was closed before its end')));
  });
}
