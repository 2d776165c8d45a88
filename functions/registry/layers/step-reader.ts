/** Bytes to pass over, then bytes to read. */
export interface Step {
  skip: number;
  take: number;
}

/** Feeds a parser that says what it wants next; returns a function that takes the bytes as they come. */
export function stepReader(steps: Generator<Step, never, Buffer>): (chunk: Buffer) => void {
  let step = steps.next().value as Step;
  let held = Buffer.alloc(0);
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (step.skip > 0) {
        const skipped = Math.min(step.skip, chunk.length - at);
        step.skip -= skipped;
        at += skipped;
      } else {
        const missing = step.take - held.length;
        held = Buffer.concat([held, chunk.subarray(at, at + missing)]);
        at += missing;
        if (held.length < step.take) return;
        step = steps.next(held).value as Step;
        held = Buffer.alloc(0);
      }
    }
  };
}
