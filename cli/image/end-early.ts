import { CommandError } from '../command.ts';

/** Runs with a signal that ends after a time, and when the process is told to end: what it started must end, too. */
export const endEarly = async <T>(
  timeout: { readonly text: string; readonly ms: number },
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const ending = new AbortController();
  const end = (name: NodeJS.Signals): void => ending.abort(new CommandError(`ended by ${name} before it was done`));
  const alarm = setTimeout(() => {
    ending.abort(new CommandError(`not done after ${timeout.text}: --timeout gives it more time`));
  }, timeout.ms);
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    return await run(ending.signal);
  } finally {
    clearTimeout(alarm);
    process.off('SIGINT', end).off('SIGTERM', end);
  }
};
