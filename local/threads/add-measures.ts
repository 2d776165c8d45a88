import { addSeries, noSeries } from '../metrics/metric-series.ts';
import type { ThreadMeasures } from './thread-messages.ts';

export const noMeasures = (): ThreadMeasures => ({ series: noSeries(), gauges: { heapBytes: 0 } });

/** Adds what another thread has counted. */
export function addMeasures({ series, gauges }: ThreadMeasures, more: ThreadMeasures): void {
  addSeries(series, more.series);
  gauges.heapBytes += more.gauges.heapBytes;
  if (more.gauges.scans === undefined) return;
  gauges.scans ??= { pending: 0, written: 0, dropped: 0 };
  gauges.scans.pending += more.gauges.scans.pending;
  gauges.scans.written += more.gauges.scans.written;
  gauges.scans.dropped += more.gauges.scans.dropped;
}
