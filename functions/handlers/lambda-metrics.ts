import type { Metrics } from '../api/metrics.ts';

type Unit = 'Count' | 'Milliseconds';

export interface LambdaMetricsOptions {
  /** gets one line with its newline */
  write(line: string): void;
  /** milliseconds since 1970 */
  clock(): number;
}

/**
 * Metrics for CloudWatch, one line of embedded metric format an invocation. Without the app's dimensions: each combination
 * would be a metric to pay for.
 */
export function lambdaMetrics({ write, clock }: LambdaMetricsOptions): Metrics & { publish(): void } {
  let values: Record<string, number[]> = {};
  let units: Record<string, Unit> = {};
  const add = (name: string, unit: Unit, value: number): void => {
    units[name] = unit;
    values[name] = [...(values[name] ?? []), value];
  };
  return {
    count: (name, value = 1) => add(name, 'Count', value),
    time: (name, milliseconds) => add(name, 'Milliseconds', milliseconds),
    publish() {
      const names = Object.keys(values);
      if (names.length === 0) return;
      const definition = {
        Namespace: 'drydock',
        Dimensions: [['service']],
        Metrics: names.map((name) => ({ Name: name, Unit: units[name] })),
      };
      const entry = { _aws: { Timestamp: clock(), CloudWatchMetrics: [definition] }, service: 'drydock', ...values };
      values = {};
      units = {};
      write(`${JSON.stringify(entry)}\n`);
    },
  };
}
