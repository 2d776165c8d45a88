import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { defaultCoverageRules } from '../functions/image/unknown-reasons.ts';
import { followScan } from '../functions/rescans/follow-scan.ts';
import { tellChanges } from '../functions/rescans/news/tell-changes.ts';
import { runBatch } from '../functions/rescans/plan/run-batch.ts';
import { startDueRuns } from '../functions/rescans/plan/triggers.ts';
import type { BatchMessage } from '../functions/rescans/ports.ts';
import { defaultRunSettings, type Run } from '../functions/rescans/runs/run.ts';
import { defaultWatchSettings } from '../functions/rescans/watches/watch.ts';
import { keptRematcher } from '../functions/scanner/kept-rematcher.ts';
import { defaultImageScanLimits } from '../functions/scans/image/limits.ts';
import { dynamoImageScanStore } from '../functions/storage/images/dynamo-image-scan-store.ts';
import { dynamoImageStore } from '../functions/storage/images/dynamo-image-store.ts';
import { dynamoDeliveryStore } from '../functions/storage/notify/dynamo-delivery-store.ts';
import { dynamoNewsStore } from '../functions/storage/notify/dynamo-news-store.ts';
import { dynamoSubscriptionStore } from '../functions/storage/notify/dynamo-subscription-store.ts';
import { fileAnalysisStore } from '../functions/storage/objects/file-analysis-store.ts';
import { fileReportStore } from '../functions/storage/objects/file-report-store.ts';
import { dynamoClockStore } from '../functions/storage/rescans/dynamo-clock-store.ts';
import { dynamoCveStore } from '../functions/storage/rescans/dynamo-cve-store.ts';
import { dynamoRelianceStore } from '../functions/storage/rescans/dynamo-reliance-store.ts';
import { dynamoRunStore } from '../functions/storage/rescans/dynamo-run-store.ts';
import { dynamoShelvingStore } from '../functions/storage/rescans/dynamo-shelving-store.ts';
import { dynamoWatchStore } from '../functions/storage/rescans/dynamo-watch-store.ts';
import { systemTimer as timer } from '../functions/system-timer.ts';
import { analysesOf } from '../functions/trivy/cache/analyses.ts';
import { trivyCanary } from '../functions/trivy/database/canary.ts';
import { databaseCommands } from '../functions/trivy/database/database-commands.ts';
import { databaseSteps } from '../functions/trivy/database/database-step.ts';
import { generationsIn } from '../functions/trivy/database/generations.ts';
import { trivyDirectories } from '../functions/trivy/database/layout.ts';
import { findTrivy } from '../functions/trivy/find-trivy.ts';
import { warmServer } from '../functions/trivy/server/warm-server.ts';
import { type JobWorkers, jobWorkers } from '../local/jobs/job-workers.ts';
import { openStorage } from '../local/open-storage.ts';
import { countTraffic } from './harness/traffic.ts';

export const tenant = 'local';
let ahead = 0;
const clock = () => Date.now() + ahead;
const log = { info: () => undefined, warn: console.warn, error: console.error };

/** Planner, queue, batches, table and server of `npm start`, without its HTTP. */
export async function openRescanRoom(directory: string) {
  const storage = await openStorage({ directory }, clock, log as never);
  const { client, table } = storage.table;
  const traffic = countTraffic(client);
  const { databases, jobs } = trivyDirectories(storage.path);
  const { TRIVY_BIN: configured, PATH: path } = process.env;
  const binary = await findTrivy({ timer, jobs }, { configured, path });
  const generations = generationsIn(databases);
  const { promoted } = generations;
  const newSecret = () => randomBytes(16).toString('hex');
  const server = warmServer({ binary, promoted, jobs, newSecret, timer });
  const kept = { store: fileAnalysisStore(join(storage.path, 'analyses')), clock, lifeMs: 30 * 86_400_000 };
  const { version } = binary;
  const announce = {
    subscriptions: dynamoSubscriptionStore(client, table, clock),
    deliveries: dynamoDeliveryStore(client, table, clock),
    news: dynamoNewsStore(client, table, clock),
    clock,
  };
  const counts = new Map<string, number>();
  const shared = {
    scans: dynamoImageScanStore(client, table, clock),
    images: dynamoImageStore(client, table, clock),
    reports: traffic.ofReports(fileReportStore({ directory: storage.path, link: async () => '' })),
    reliances: dynamoRelianceStore(client, table, clock),
    clocks: dynamoClockStore(client, table),
    cves: dynamoCveStore(client, table, clock),
    watches: dynamoWatchStore(client, table, clock),
    watchSettings: defaultWatchSettings,
    runs: dynamoRunStore(client, table, clock),
    runSettings: defaultRunSettings,
    rematcher: keptRematcher({ server, analyses: kept, version, promoted, clock, onFailure: console.warn }),
    rules: defaultCoverageRules,
    limits: defaultImageScanLimits,
    deploymentKey: storage.deploymentKey,
    newMark: randomUUID,
    metrics: { count: (name: string, by = 1) => void counts.set(name, (counts.get(name) ?? 0) + by) },
    ...{ announce, clock, timer, log },
  };
  const scanAfresh = async (): Promise<never> => {
    throw new Error('an image is to be scanned anew');
  };
  const tell = tellChanges({ ...shared, ...announce, database: shared.rematcher.database });
  const batch = { ...shared, follow: followScan({ ...shared, tell }), scanAfresh };
  const step = databaseSteps(generations);
  let isLeavingAlone = true;
  const shelving = {
    ...{ ...shared, step, objects: shared.reports },
    shelvings: dynamoShelvingStore(client, table, clock),
  };
  const queue: JobWorkers<BatchMessage> = jobWorkers<BatchMessage>({
    ...{ workers: 1, deliveries: 1, againAfterMs: 1, timer },
    run: async (message, signal) => {
      const deps = { ...batch, queue, ...(isLeavingAlone && { step }) };
      const outcome = await runBatch(deps, message, signal);
      return outcome === 'pending' ? { againAfterMs: 1_000 } : outcome;
    },
    bury: async (message) => console.warn('batch failed', message),
  });
  const planning = { ...shared, queue, schedules: { fullMs: 0, afreshMs: 0 } };
  const commands = databaseCommands({
    ...{ generations, jobs, clock, canary: trivyCanary({ binary: async () => binary, jobs, timer }) },
    source: { open: () => Promise.reject(new Error('nothing is fetched')) },
  });
  return {
    ...{ ...shared, version, traffic, counts, analyses: analysesOf(version, kept), promote: commands.importFrom },
    /** Starts the run of the promoted database, of the whole fleet, and waits for its end. */
    async run(
      { leaves, shelves }: { leaves: boolean; shelves: boolean },
      onProgress: (run: Run) => void,
    ): Promise<Run & { planMs: number }> {
      isLeavingAlone = leaves;
      const start = performance.now();
      const planner = shelves ? { ...planning, shelving } : planning;
      const [begun] = await startDueRuns(planner, await planner.watches.tenants());
      const planMs = performance.now() - start;
      if (begun === undefined) throw new Error('no run was due');
      for (;;) {
        const run = await shared.runs.read(tenant, begun.id);
        if (run === undefined) throw new Error('the run is gone');
        onProgress(run);
        if (run.status === 'done' && run.due === undefined) return { ...run, planMs };
        await new Promise<void>((resolve) => timer(200, resolve));
      }
    },
    /** What was scanned is no longer new. */
    passHour() {
      ahead += 3_600_000;
    },
    async close() {
      await queue.close();
      await server.close();
      await storage.close();
    },
  };
}

export type RescanRoom = Awaited<ReturnType<typeof openRescanRoom>>;
