import type { Context } from 'aws-lambda';
import { DrydockError } from '../errors.ts';
import { lambdaLog } from './lambda-log.ts';
import { lambdaMetrics } from './lambda-metrics.ts';

const output = () => ({ write: (line: string) => void process.stdout.write(line), clock: Date.now });

/** Log and metrics of a function, and what frames each of its invocations. */
export function invocations() {
  const log = lambdaLog(output());
  const metrics = lambdaMetrics(output());
  return {
    log,
    metrics,
    /** Runs one invocation; its signal is aborted `marginMs` before Lambda would end it, so that what is held can be given back. */
    async run<T>(context: Context, marginMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
      log.begin(context);
      const ending = new AbortController();
      const late = new DrydockError('scanner_timeout', 'the time of this worker is over');
      const left = Math.max(0, context.getRemainingTimeInMillis() - marginMs);
      const alarm = setTimeout(() => ending.abort(late), left);
      try {
        return await work(ending.signal);
      } finally {
        clearTimeout(alarm);
        metrics.publish();
      }
    },
  };
}
