/** One thing that begins at `at` and where it ends, or up to which byte there must be more. */
export type ReadOne<T> = (bytes: Buffer, at: number) => { value: T; end: number } | { wanted: number };

/** Everything that is whole now; what is not whole waits for the next piece. Throws as `readOne` does. */
export function inPieces<T>(readOne: ReadOne<T>): (piece: Uint8Array) => T[] {
  let pieces: Uint8Array[] = [];
  let size = 0;
  // As long as the next thing cannot be whole, pieces are not put together.
  let wanted = 1;
  return (piece) => {
    pieces.push(piece);
    size += piece.length;
    if (size < wanted) return [];
    const bytes = pieces.length === 1 ? asBuffer(piece) : Buffer.concat(pieces, size);
    const whole: T[] = [];
    let at = 0;
    for (;;) {
      const read = readOne(bytes, at);
      if ('wanted' in read) {
        wanted = read.wanted - at;
        break;
      }
      whole.push(read.value);
      at = read.end;
    }
    pieces = at === bytes.length ? [] : [bytes.subarray(at)];
    size = bytes.length - at;
    return whole;
  };
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
