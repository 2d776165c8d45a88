import type { Metrics } from '../api/metrics.ts';

type Unit = 'Count' | 'Milliseconds';

export interface LambdaMetricsOptions {
  /** gets one line with its newline */
  write(line: string): void;
  /** milliseconds since 1970 */
  clock(): number;
}

/** CloudWatch takes no more of one metric in a line. */
const mostValues = 100;

/**
 * Metrics for CloudWatch, one line of embedded metric format an invocation, or as many as it takes. Without the app's dimensions: each combination
 * would be a metric to pay for.
 */
export function lambdaMetrics({ write, clock }: LambdaMetricsOptions): Metrics & { publish(): void } {
  let values: Record<string, number[]> = {};
  let units: Record<string, Unit> = {};
  const add = (name: string, unit: Unit, value: number): void => {
    units[name] = unit;
    values[name] ??= [];
    values[name].push(value);
  };
  const lineOf = (part: readonly (readonly [name: string, values: readonly number[]])[]): string => {
    const definition = {
      Namespace: 'drydock',
      Dimensions: [['service']],
      Metrics: part.map(([name]) => ({ Name: name, Unit: units[name] })),
    };
    const head = { _aws: { Timestamp: clock(), CloudWatchMetrics: [definition] }, service: 'drydock' };
    return `${JSON.stringify({ ...head, ...Object.fromEntries(part) })}\n`;
  };
  return {
    count: (name, value = 1) => add(name, 'Count', value),
    time: (name, milliseconds) => add(name, 'Milliseconds', milliseconds),
    publish() {
      for (let from = 0; ; from += mostValues) {
        const parts = Object.entries(values).map(([name, all]) => [name, all.slice(from, from + mostValues)] as const);
        const part = parts.filter(([, some]) => some.length > 0);
        if (part.length === 0) break;
        write(lineOf(part));
      }
      values = {};
      units = {};
    },
  };
}
