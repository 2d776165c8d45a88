/** npm sends on the Ctrl-C that the terminal has sent already: two so close together are one. */
const sameMs = 500;

/** Ends the process on SIGINT or SIGTERM: the first closes and exits 0, a later one exits at once. */
export function endOnSignal(close: () => Promise<void>): void {
  let first: number | undefined;
  const end = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (first === undefined) {
      first = now;
      close().then(
        () => process.exit(0),
        (error: Error) => {
          process.stderr.write(`drydock: ${error.message}\n`);
          process.exit(1);
        },
      );
    } else if (now - first > sameMs) process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('SIGINT', end).on('SIGTERM', end);
}
