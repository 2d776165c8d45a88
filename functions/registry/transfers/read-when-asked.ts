import { Readable } from 'node:stream';
import type { TakeChunk } from './each-chunk.ts';

/** A stream of what `begin` hands over; it begins when somebody reads. The signal is aborted when the stream is destroyed. */
export function readWhenAsked(begin: (hand: TakeChunk, signal: AbortSignal) => Promise<void>): Readable {
  const stop = new AbortController();
  let isBegun = false;
  let goOn: (() => void) | undefined;
  const hand: TakeChunk = (chunk) =>
    stream.push(chunk)
      ? undefined
      : new Promise((resolve) => {
          goOn = resolve;
        });
  const stream = new Readable({
    highWaterMark: 1024 * 1024,
    read() {
      goOn?.();
      if (isBegun) return;
      isBegun = true;
      begin(hand, stop.signal).then(
        () => stream.push(null),
        (error: Error) => stream.destroy(error),
      );
    },
    destroy(error, callback) {
      stop.abort(error);
      goOn?.();
      callback(error);
    },
  });
  return stream;
}
