import { describe, expect, it } from 'vitest';
import { addSeries, collectMetrics, noSeries } from '../../../local/metrics/metric-series.ts';
import { processGauges } from '../../../local/metrics/process-gauges.ts';
import { prometheusText } from '../../../local/metrics/prometheus-text.ts';

function startMetrics() {
  const series = noSeries();
  return { ...collectMetrics(series), series, text: () => prometheusText(series, {}) };
}

describe('local metrics', () => {
  it('counters are summed by their labels', () => {
    const metrics = startMetrics();
    metrics.count('Requests', 1, { route: 'POST /scan', status: '200' });
    metrics.count('Requests', 2, { route: 'POST /scan', status: '200' });
    metrics.count('Requests', 1, { route: '$default', status: '400' });
    metrics.count('ScanNotStored');
    expect(metrics.text()).toBe(
      [
        '# TYPE drydock_requests_total counter',
        'drydock_requests_total{route="POST /scan",status="200"} 3',
        'drydock_requests_total{route="$default",status="400"} 1',
        '# TYPE drydock_scan_not_stored_total counter',
        'drydock_scan_not_stored_total 1',
        '',
      ].join('\n'),
    );
  });

  it('durations are a histogram of seconds whose buckets add up', () => {
    const metrics = startMetrics();
    for (const milliseconds of [0.5, 0.6, 30, 60_000]) metrics.time('RequestTime', milliseconds, { route: '$default' });
    metrics.time('ScanTime', 1);
    const lines = metrics.text().split('\n');
    const bucket = (bound: string) =>
      lines.find((line) => line.includes(`route="$default",le="${bound}"`))?.split(' ')[1];
    expect(['0.0005', '0.001', '0.025', '0.05', '10', '+Inf'].map(bucket)).toEqual(['1', '2', '2', '3', '3', '4']);
    expect(lines).toContain('drydock_request_time_seconds_count{route="$default"} 4');
    expect(lines.find((line) => line.startsWith('drydock_request_time_seconds_sum'))).toMatch(/ 60\.0311/);
    expect(lines).toContain('drydock_scan_time_seconds_bucket{le="0.001"} 1');
  });

  it('gauges tell about the process, and about scans on their way when they are stored', () => {
    const scans = { pending: 5, written: 3, dropped: 1 };
    const text = prometheusText(noSeries(), processGauges({ heapBytes: 7, scans }));
    expect(text).toMatch(/^# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes \d+\n/);
    expect(text).toContain('nodejs_heap_size_used_bytes 7\n');
    expect(text).toContain('drydock_scans_promised 5\n');
    expect(prometheusText(noSeries(), processGauges({ heapBytes: 7 }))).not.toContain('drydock');
  });

  it('what threads have counted adds up as if one had counted it', () => {
    const [one, other, both] = [startMetrics(), startMetrics(), startMetrics()];
    for (const metrics of [one, both]) {
      metrics.count('Requests', 1, { route: '$default' });
      metrics.time('RequestTime', 500);
    }
    for (const metrics of [other, both]) {
      metrics.count('Requests', 2, { route: '$default' });
      metrics.count('Documents', 60);
      metrics.time('RequestTime', 250);
      metrics.time('RequestTime', 64_000);
    }
    addSeries(one.series, other.series);
    expect(one.text()).toBe(both.text());
    other.count('Documents');
    expect(one.text()).toBe(both.text());
  });
});
