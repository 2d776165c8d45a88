import { randomUUID } from 'node:crypto';
import type { ImageScans } from '../../functions/api/images/image-deps.ts';
import type { Log } from '../../functions/api/log.ts';
import type { Metrics } from '../../functions/api/metrics.ts';
import type { Rescans } from '../../functions/api/rescans/rescan-deps.ts';
import { defaultCoverageRules } from '../../functions/image/unknown-reasons.ts';
import type { AnnounceDeps } from '../../functions/notify/announce.ts';
import type { RequestDeps } from '../../functions/rescans/plan/triggers.ts';
import { deriveChecks } from '../../functions/rescans/rematch/derive-checks.ts';
import { pullingScanner } from '../../functions/scanner/pulling-scanner.ts';
import { buryImageScan } from '../../functions/scans/image/dead-letter.ts';
import { defaultImageScanLimits } from '../../functions/scans/image/limits.ts';
import type { ScanMessage } from '../../functions/scans/image/ports.ts';
import { recentFindings } from '../../functions/scans/image/recent-findings.ts';
import { signReportLink } from '../../functions/scans/image/report-link.ts';
import { runImageScan } from '../../functions/scans/image/run.ts';
import { shareResolves } from '../../functions/scans/image/share-resolves.ts';
import { sweepImageScans } from '../../functions/scans/image/sweep.ts';
import type { Clock, DeploymentKey } from '../../functions/scans/ports.ts';
import { dynamoIdempotencyStore } from '../../functions/storage/images/dynamo-idempotency-store.ts';
import { dynamoImageScanStore } from '../../functions/storage/images/dynamo-image-scan-store.ts';
import { dynamoImageStore } from '../../functions/storage/images/dynamo-image-store.ts';
import { fileReportStore } from '../../functions/storage/objects/file-report-store.ts';
import { sweepReportsDaily } from '../../functions/storage/objects/sweep-reports.ts';
import { systemTimer as timer } from '../../functions/system-timer.ts';
import { removeLeftovers } from '../../functions/trivy/job-directory.ts';
import { openDatabaseCommands } from '../database-commands.ts';
import type { ImageSettings } from '../image-settings.ts';
import { logUnpacking } from '../npm-trivy/log-unpacking.ts';
import { openClient } from '../open-client.ts';
import type { Storage } from '../open-storage.ts';
import { trivyDirectories } from '../trivy-places.ts';
import { jobWorkers } from './job-workers.ts';
import { lazyRematcher } from './lazy-rematcher.ts';
import { lazyScanner } from './lazy-scanner.ts';
import { openAnalyses } from './open-analyses.ts';
import { openRescans } from './open-rescans.ts';
import { openRuns } from './open-runs.ts';
import { recoverScans } from './recover-scans.ts';
import { refreshDatabase } from './refresh-database.ts';
import { repeat } from './repeat.ts';
import { waitingRoom } from './waiting-room.ts';

export interface ImageScansOptions {
  storage: Storage;
  settings: ImageSettings;
  deploymentKey: DeploymentKey;
  retentionDays: number;
  clock: Clock;
  /** absent: nobody is told what changed */
  announce: AnnounceDeps | undefined;
  log: Log;
  metrics: Metrics;
}

export interface OpenImageScans {
  images: ImageScans;
  rescans: Rescans;
  runs: RequestDeps;
  /** Sends those away who wait for the end of a scan. */
  endWaits(): void;
  /** Ends the scans under way; the next start takes them up again. */
  close(): Promise<void>;
}

const sweepMs = 10_000;
const sweepFilesMs = 60 * 60_000;
const waitingPlaces = 100;

/** Scanning images in this process: workers, sweeper, and what the routes need. */
export async function openImageScans(options: ImageScansOptions): Promise<OpenImageScans> {
  const { storage, settings, deploymentKey, clock, announce, log, metrics } = options;
  const { client: dynamo, table } = storage.table;
  const directories = trivyDirectories(storage.path);
  await removeLeftovers(directories.jobs);
  const client = openClient(settings.privateRegistries);
  const scanner = lazyScanner(directories, settings.trivy, logUnpacking(log));
  const analyses = openAnalyses({
    ...{ settings: settings.analyses, dataDirectory: storage.path, clock, timer },
    onFailure: (error) => log.warn('analyses cannot be used', { error }),
  });
  const stores = {
    scans: dynamoImageScanStore(dynamo, table, clock),
    images: dynamoImageStore(dynamo, table, clock),
    reports: fileReportStore({
      directory: storage.path,
      link: async (key, seconds) => `/reports?${signReportLink(deploymentKey, clock, key, seconds)}`,
    }),
  };
  const { rescans, ...following } = openRescans({
    ...{ ...stores, table: storage.table, deploymentKey, clock, announce },
    database: () => scanner.database(),
  });
  const shared = {
    ...stores,
    ...following,
    resolver: shareResolves(client),
    limits: { ...defaultImageScanLimits, retentionDays: options.retentionDays },
    ...{ deploymentKey, clock, timer, log, metrics },
  };
  const run = {
    ...shared,
    scanner: pullingScanner({ client, trivy: scanner.trivy, seam: analyses.seam }),
    rules: defaultCoverageRules,
    newHolder: randomUUID,
  };
  const queue = jobWorkers<ScanMessage>({
    ...{ workers: settings.workers, deliveries: 5, againAfterMs: 1_000, timer },
    run: (message, signal) => runImageScan(run, message, signal),
    bury: (message) => buryImageScan(shared, message),
  });
  const waiting = waitingRoom(shared, waitingPlaces);
  const sweeping = { ...shared, queue };
  // A table that others use, too, may hold scans that their workers are at.
  if (storage.isOurs) await recoverScans(sweeping);
  const sweeper = repeat(timer, sweepMs, () => sweepImageScans(sweeping));
  const scanning = {
    ...run,
    queue,
    idempotency: dynamoIdempotencyStore(dynamo, table, clock),
    findings: recentFindings(stores.reports),
    database: scanner.database,
    deriveChecks: deriveChecks({
      ...{ reliances: following.reliances, step: scanner.step, database: scanner.database },
      ...{ rules: defaultCoverageRules, log, clock },
    }),
  };
  const rematcher = lazyRematcher({
    ...{ scanner, kept: analyses.kept, jobs: directories.jobs, clock, timer },
    onFailure: (error) => log.warn('analysis not renewed', { error }),
  });
  const { watches, watchSettings, cves } = rescans;
  const runs = await openRuns({
    tags: client,
    ...{ isOurs: storage.isOurs, table: storage.table, watches, watchSettings, cves, scanning, rematcher, announce },
    step: scanner.step,
    schedules: settings.schedules,
    databaseDate: async () => Date.parse((await scanner.promoted()).generation.updatedAt),
  });
  const analysesSweeper = repeat(timer, sweepFilesMs, analyses.sweep);
  const reportsSweeper = repeat(timer, sweepFilesMs, () =>
    sweepReportsDaily(storage.path, options.retentionDays, clock()).catch((error: unknown) =>
      log.warn('reports not swept', { error }),
    ),
  );
  const commands = openDatabaseCommands(client, storage.path, settings.trivy, clock, logUnpacking(log));
  const refresher = settings.refreshesDatabase ? refreshDatabase({ commands, timer, log }) : undefined;
  return {
    images: { ...scanning, wait: waiting.wait },
    rescans,
    runs: runs.runs,
    endWaits: waiting.close,
    async close() {
      waiting.close();
      await refresher?.close();
      await runs.close();
      await sweeper.close();
      await queue.close();
      await rematcher.close();
      await analysesSweeper.close();
      await reportsSweeper.close();
      await analyses.close();
      client.close();
    },
  };
}
