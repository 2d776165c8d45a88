import type { Principal } from '../../../functions/access/principal.ts';
import { defaultImageScanLimits, type ImageScanLimits } from '../../../functions/scans/image/limits.ts';
import type { ScanMessage, ScannedImage, ScanOrder } from '../../../functions/scans/image/ports.ts';
import { recentFindings } from '../../../functions/scans/image/recent-findings.ts';
import { type RunDeps, runImageScan } from '../../../functions/scans/image/run.ts';
import { submitImageScan } from '../../../functions/scans/image/submit.ts';
import type { ImageScanRequest } from '../../../functions/scans/image/submit-request.ts';
import { type SweepDeps, sweepImageScans } from '../../../functions/scans/image/sweep.ts';
import { type SampleVulnerability, sampleReportJson } from '../../image/sample-report.ts';
import { handTimer } from '../hand-timer.ts';
import { memoryIdempotencyStore, memoryImageScanStore, memoryImageStore, memoryReportStore } from './memory-stores.ts';

export const noon = Date.parse('2026-11-24T12:00:00Z');
export const alice: Principal = { tenant: 'alice', subject: 'key-1', scopes: ['admin'] };
export const digestFor = (name: string): string =>
  `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64)}`;

const worst: SampleVulnerability = { id: 'CVE-1', severity: 'CRITICAL', fixed: '2', status: 'fixed' };

/** What a scan of any image gives, unless a test says otherwise. */
export const scannedImage = (vulnerabilities: readonly SampleVulnerability[] = [worst]): ScannedImage => ({
  report: sampleReportJson([{ packages: 3, vulnerabilities }]),
  scannerVersion: '0.68.2',
  database: { generation: 'g1', updatedAt: '2026-11-24T06:00:00Z' },
});

/** Submitters, workers and a sweeper over stores in memory, a clock that a test moves and a registry and scanner that it scripts. */
export function imageWorld(given: Partial<ImageScanLimits> = {}) {
  const time = { now: noon };
  const clock = () => time.now;
  const timer = handTimer();
  const logged: [string, Record<string, unknown> | undefined][] = [];
  const counted: string[] = [];
  const rung: ScanMessage[] = [];
  const orders: ScanOrder[] = [];
  let holders = 0;
  const script = {
    resolve: async (name: string): Promise<{ digest: string; indexDigest?: string; etag?: string }> => ({
      digest: digestFor(name),
    }),
    scan: async (_order: ScanOrder): Promise<ScannedImage> => scannedImage(),
    ring: async (): Promise<void> => {},
    database: 'g1',
  };
  const reports = memoryReportStore();
  const deps = {
    scans: memoryImageScanStore(clock),
    images: memoryImageStore(),
    reports,
    findings: recentFindings(reports),
    idempotency: memoryIdempotencyStore(clock),
    queue: {
      async ring(message: ScanMessage) {
        await script.ring();
        rung.push(message);
      },
    },
    resolver: { resolve: async (reference: { repository: string }) => script.resolve(reference.repository) },
    tags: {
      async resolveChanged(reference: { repository: string }, known: { digest: string } | undefined) {
        const found = await script.resolve(reference.repository);
        return (found.indexDigest ?? found.digest) === known?.digest ? undefined : found;
      },
    },
    scanner: {
      async scan(order: ScanOrder) {
        orders.push(order);
        return script.scan(order);
      },
    },
    database: async () => ({ generation: script.database }),
    deploymentKey: Buffer.from('deployment key'),
    limits: { ...defaultImageScanLimits, ...given },
    rules: { maxDatabaseAgeMs: 7 * 86_400_000 },
    clock,
    timer: timer.set,
    newHolder: () => {
      holders += 1;
      return `holder-${holders}`;
    },
    log: { warn: (message: string, fields?: Record<string, unknown>) => void logged.push([message, fields]) },
    metrics: { count: (name: string) => void counted.push(name) },
  };
  return {
    ...{ time, timer, logged, counted, rung, orders, script, deps },
    submit: (request: Partial<ImageScanRequest> = {}, who: Principal = alice) =>
      submitImageScan(deps, who, { image: 'nginx:1.27', ...request }),
    run: (message: ScanMessage, change: Partial<RunDeps> = {}) => runImageScan({ ...deps, ...change }, message),
    sweep: (change: Partial<SweepDeps> = {}) => sweepImageScans({ ...deps, ...change }),
    pass(ms: number) {
      time.now += ms;
      timer.advance(ms);
    },
  };
}

export type ImageWorld = ReturnType<typeof imageWorld>;

/** Lets everything that waits for nothing but other promises come to its end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}
