import { bounds, type Histogram, type MetricSeries } from './metric-series.ts';

/** Prometheus' text format 0.0.4. */
export function prometheusText({ counters, timers }: MetricSeries, gauges: Readonly<Record<string, number>>): string {
  const lines: string[] = [];
  for (const [name, values] of counters) addCounter(lines, `drydock_${snakeCase(name)}_total`, values);
  for (const [name, values] of timers) addHistogram(lines, `drydock_${snakeCase(name)}_seconds`, values);
  for (const [name, value] of Object.entries(gauges)) lines.push(`# TYPE ${name} gauge`, `${name} ${value}`);
  return `${lines.join('\n')}\n`;
}

const snakeCase = (name: string): string => name.replace(/\B[A-Z]/g, '_$&').toLowerCase();
const braced = (labels: string): string => (labels === '' ? '' : `{${labels}}`);

function addCounter(lines: string[], name: string, values: ReadonlyMap<string, number>): void {
  lines.push(`# TYPE ${name} counter`);
  for (const [labels, value] of values) lines.push(`${name}${braced(labels)} ${value}`);
}

function addHistogram(lines: string[], name: string, values: ReadonlyMap<string, Histogram>): void {
  lines.push(`# TYPE ${name} histogram`);
  for (const [labels, histogram] of values) {
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
