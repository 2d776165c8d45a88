import type { BufferCounts } from './table/buffered-scan-store.ts';

/** What Prometheus is told about the process and about scans on their way to the table. */
export const processGauges = (counts: (() => BufferCounts) | undefined) => (): Record<string, number> => {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const stored = counts?.();
  return {
    process_resident_memory_bytes: rss,
    nodejs_heap_size_used_bytes: heapUsed,
    process_cpu_seconds: (user + system) / 1e6,
    process_uptime_seconds: process.uptime(),
    ...(stored && {
      drydock_scans_promised: stored.pending,
      drydock_scans_written: stored.written,
      drydock_scans_dropped: stored.dropped,
    }),
  };
};
