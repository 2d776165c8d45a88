import type { BufferCounts } from '../table/buffered-scan-store.ts';

/** What the threads that answer requests have, taken together. */
export interface ThreadGauges {
  heapBytes: number;
  /** absent: results are not kept */
  scans?: BufferCounts | undefined;
}

/** What Prometheus is told about the process and about scans on their way to the table. */
export function processGauges({ heapBytes, scans }: ThreadGauges): Record<string, number> {
  const { user, system } = process.cpuUsage();
  return {
    process_resident_memory_bytes: process.memoryUsage.rss(),
    nodejs_heap_size_used_bytes: heapBytes,
    process_cpu_seconds: (user + system) / 1e6,
    process_uptime_seconds: process.uptime(),
    ...(scans && {
      drydock_scans_promised: scans.pending,
      drydock_scans_written: scans.written,
      drydock_scans_dropped: scans.dropped,
    }),
  };
}
