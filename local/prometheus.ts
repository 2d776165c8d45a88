import type { Dimensions, Metrics } from '../functions/api/metrics.ts';

/** Seconds; a small pod takes well under a millisecond, a body at the limit some hundred. */
const bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Histogram {
  buckets: number[];
  sum: number;
  count: number;
}

/** Keeps counts and durations in memory and prints them in Prometheus' text format 0.0.4. */
export function prometheusMetrics(gauges: () => Readonly<Record<string, number>>): Metrics & { text(): string } {
  const counters = new Map<string, Map<string, number>>();
  const timers = new Map<string, Map<string, Histogram>>();
  return {
    count(name, value = 1, dimensions = {}) {
      const series = seriesOf(counters, name);
      const labels = labelText(dimensions);
      series.set(labels, (series.get(labels) ?? 0) + value);
    },
    time(name, milliseconds, dimensions = {}) {
      const series = seriesOf(timers, name);
      const labels = labelText(dimensions);
      let histogram = series.get(labels);
      if (histogram === undefined) {
        histogram = { buckets: bounds.map(() => 0), sum: 0, count: 0 };
        series.set(labels, histogram);
      }
      const seconds = milliseconds / 1000;
      histogram.sum += seconds;
      histogram.count += 1;
      const bucket = bounds.findIndex((bound) => seconds <= bound);
      if (bucket >= 0) histogram.buckets[bucket]! += 1;
    },
    text() {
      const lines: string[] = [];
      for (const [name, series] of counters) addCounter(lines, `drydock_${snakeCase(name)}_total`, series);
      for (const [name, series] of timers) addHistogram(lines, `drydock_${snakeCase(name)}_seconds`, series);
      for (const [name, value] of Object.entries(gauges())) lines.push(`# TYPE ${name} gauge`, `${name} ${value}`);
      return `${lines.join('\n')}\n`;
    },
  };
}

function seriesOf<T>(metrics: Map<string, Map<string, T>>, name: string): Map<string, T> {
  let series = metrics.get(name);
  if (series === undefined) {
    series = new Map();
    metrics.set(name, series);
  }
  return series;
}

// Values are route keys, statuses and words of ours: nothing in them needs escaping.
function labelText(dimensions: Dimensions): string {
  let text = '';
  for (const name in dimensions) text += `${text === '' ? '' : ','}${name}="${dimensions[name]}"`;
  return text;
}

const snakeCase = (name: string): string => name.replace(/\B[A-Z]/g, '_$&').toLowerCase();
const braced = (labels: string): string => (labels === '' ? '' : `{${labels}}`);

function addCounter(lines: string[], name: string, series: ReadonlyMap<string, number>): void {
  lines.push(`# TYPE ${name} counter`);
  for (const [labels, value] of series) lines.push(`${name}${braced(labels)} ${value}`);
}

function addHistogram(lines: string[], name: string, series: ReadonlyMap<string, Histogram>): void {
  lines.push(`# TYPE ${name} histogram`);
  for (const [labels, histogram] of series) {
    const lead = labels === '' ? '' : `${labels},`;
    let below = 0;
    for (const [i, bound] of bounds.entries()) {
      below += histogram.buckets[i]!;
      lines.push(`${name}_bucket{${lead}le="${bound}"} ${below}`);
    }
    lines.push(`${name}_bucket{${lead}le="+Inf"} ${histogram.count}`);
    lines.push(`${name}_sum${braced(labels)} ${histogram.sum}`, `${name}_count${braced(labels)} ${histogram.count}`);
  }
}
