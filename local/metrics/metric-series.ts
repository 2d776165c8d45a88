import type { Dimensions, Metrics } from '../../functions/api/metrics.ts';

/** Seconds; a small pod takes well under a millisecond, a body at the limit some hundred. */
export const bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface Histogram {
  /** by the index of the bound; what is above all of them is in `count` alone */
  buckets: number[];
  /** seconds */
  sum: number;
  count: number;
}

/** Counters and durations by name and, within a name, by labels as Prometheus writes them. Plain data: threads send it to each other. */
export interface MetricSeries {
  counters: Map<string, Map<string, number>>;
  timers: Map<string, Map<string, Histogram>>;
}

export const noSeries = (): MetricSeries => ({ counters: new Map(), timers: new Map() });

/** Keeps counts and durations in memory. */
export function collectMetrics({ counters, timers }: MetricSeries): Metrics {
  return {
    count(name, value = 1, dimensions = {}) {
      addTo(valuesOf(counters, name), labelText(dimensions), value);
    },
    time(name, milliseconds, dimensions = {}) {
      const histogram = histogramOf(valuesOf(timers, name), labelText(dimensions));
      const seconds = milliseconds / 1000;
      histogram.sum += seconds;
      histogram.count += 1;
      const bucket = bounds.findIndex((bound) => seconds <= bound);
      if (bucket >= 0) histogram.buckets[bucket]! += 1;
    },
  };
}

/** Adds what another thread has counted. */
export function addSeries(sum: MetricSeries, more: MetricSeries): void {
  for (const [name, values] of more.counters) {
    for (const [labels, value] of values) addTo(valuesOf(sum.counters, name), labels, value);
  }
  for (const [name, values] of more.timers) {
    for (const [labels, { buckets, sum: seconds, count }] of values) {
      const histogram = histogramOf(valuesOf(sum.timers, name), labels);
      for (const [i, value] of buckets.entries()) histogram.buckets[i]! += value;
      histogram.sum += seconds;
      histogram.count += count;
    }
  }
}

function valuesOf<T>(metrics: Map<string, Map<string, T>>, name: string): Map<string, T> {
  let values = metrics.get(name);
  if (values === undefined) {
    values = new Map();
    metrics.set(name, values);
  }
  return values;
}

function addTo(values: Map<string, number>, labels: string, value: number): void {
  values.set(labels, (values.get(labels) ?? 0) + value);
}

function histogramOf(values: Map<string, Histogram>, labels: string): Histogram {
  let histogram = values.get(labels);
  if (histogram === undefined) {
    histogram = { buckets: bounds.map(() => 0), sum: 0, count: 0 };
    values.set(labels, histogram);
  }
  return histogram;
}

// Values are route keys, statuses and words of ours: nothing in them needs escaping.
function labelText(dimensions: Dimensions): string {
  let text = '';
  for (const name in dimensions) text += `${text === '' ? '' : ','}${name}="${dimensions[name]}"`;
  return text;
}
