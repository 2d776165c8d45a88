/** The timer of the process: calls `run` once after `ms` milliseconds; the returned function calls it off. */
export const systemTimer = (ms: number, run: () => void): (() => void) => {
  const alarm = setTimeout(run, ms);
  return () => clearTimeout(alarm);
};
