import { randomUUID } from 'node:crypto';
import { DrydockError } from '../../functions/errors.ts';
import type { AnnounceDeps } from '../../functions/notify/announce.ts';
import { alarmTenants } from '../../functions/rescans/plan/alarm-tenants.ts';
import { type LookDeps, lookAtWatches } from '../../functions/rescans/plan/look-at-watches.ts';
import { type RunBatchDeps, runBatch } from '../../functions/rescans/plan/run-batch.ts';
import { starterOfRuns } from '../../functions/rescans/plan/start-what-is-new.ts';
import { sweepRuns } from '../../functions/rescans/plan/sweep-runs.ts';
import type { RequestDeps, Schedules } from '../../functions/rescans/plan/triggers.ts';
import type {
  BatchMessage,
  CveStore,
  ReadDatabaseStep,
  RelianceStore,
  Rematcher,
  TagFollower,
  WatchStore,
} from '../../functions/rescans/ports.ts';
import { scanAfresh } from '../../functions/rescans/rematch/scan-afresh.ts';
import { defaultRunSettings } from '../../functions/rescans/runs/run.ts';
import type { WatchSettings } from '../../functions/rescans/watches/watch.ts';
import { dynamoRunStore } from '../../functions/storage/rescans/dynamo-run-store.ts';
import { dynamoShelvingStore } from '../../functions/storage/rescans/dynamo-shelving-store.ts';
import type { Storage } from '../open-storage.ts';
import { type JobWorkers, jobWorkers } from './job-workers.ts';
import { recoverRuns } from './recover-runs.ts';
import { repeat } from './repeat.ts';

export interface RunsOptions {
  table: Storage['table'];
  watches: WatchStore;
  watchSettings: WatchSettings;
  cves: CveStore;
  /** what submits and runs scans of images */
  scanning: LookDeps['scanning'] &
    Pick<RunBatchDeps, 'images' | 'reports' | 'follow' | 'rules' | 'metrics'> & { reliances: RelianceStore };
  tags: TagFollower;
  rematcher: Rematcher;
  step: ReadDatabaseStep;
  schedules: Schedules;
  /** nobody else uses the table */
  isOurs: boolean;
  /** when the advisories in use were made, in milliseconds since 1970; rejects when there are none */
  databaseDate: () => Promise<number>;
  /** absent: nobody is told */
  announce: AnnounceDeps | undefined;
}

const tickMs = 10_000;
/** Until it is seen that another database was promoted. */
const triggerMs = 2_000;
/** Until a batch is looked at again whose images are being scanned. */
const pendingMs = 10_000;
const alarmMs = 60 * 60_000;

/** Runs of rescans in this process: triggers, planner, workers. */
export async function openRuns(options: RunsOptions): Promise<{ runs: RequestDeps; close(): Promise<void> }> {
  const { table, watches, watchSettings, cves, scanning, rematcher, schedules, databaseDate, announce } = options;
  const { clock, timer, log, deploymentKey } = scanning;
  const shared = {
    ...{ runs: dynamoRunStore(table.client, table.table, clock), runSettings: defaultRunSettings, rematcher },
    ...{ newMark: randomUUID, ...(announce && { announce }) },
  };
  const batch = { ...scanning, ...shared, step: options.step, scanAfresh: scanAfresh(scanning) };
  const queue: JobWorkers<BatchMessage> = jobWorkers<BatchMessage>({
    ...{ workers: 1, deliveries: 5, againAfterMs: 5_000, timer },
    run: async (message, signal) => {
      const outcome = await runBatch({ ...batch, queue }, message, signal);
      return outcome === 'pending' ? { againAfterMs: pendingMs } : outcome;
    },
    // The sweeper rings for it again.
    bury: async ({ run, number }) => log.warn('batch of a run failed too often', { run, batch: number }),
  });
  const shelving = {
    ...{ ...scanning, watches, step: options.step, newMark: randomUUID, objects: scanning.reports },
    shelvings: dynamoShelvingStore(table.client, table.table, clock),
  };
  const runs = { ...shared, watches, cves, queue, schedules, deploymentKey, clock, log, shelving };
  const startWhatIsNew = starterOfRuns(runs);
  if (options.isOurs) await recoverRuns(runs);
  const ticker = repeat(timer, tickMs, async () => {
    await sweepRuns(runs);
    await lookAtWatches({ watches, watchSettings, clock, tags: options.tags, scanning });
  });
  const starter = repeat(timer, triggerMs, () =>
    startWhatIsNew().catch((error: unknown) => {
      if (!isMissing(error)) log.warn('no run started', { error });
    }),
  );
  const alarm = repeat(timer, alarmMs, async () => {
    if (announce === undefined) return;
    const telling = { ...announce, metrics: scanning.metrics };
    const noneMeansNone = () => databaseDate().catch(() => undefined);
    await alarmTenants({ watches, runs: runs.runs, telling, databaseDate: noneMeansNone });
  });
  return {
    runs,
    async close() {
      await alarm.close();
      await starter.close();
      await ticker.close();
      await queue.close();
    },
  };
}

/** Without a Trivy or a database there is nothing to match with: whoever scans is told. */
const isMissing = (error: unknown): boolean =>
  error instanceof DrydockError && (error.code === 'scanner_missing' || error.code === 'database_missing');
