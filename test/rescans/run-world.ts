import { parseTrivyReport } from '../../functions/image/trivy-report.ts';
import { putSubscription } from '../../functions/notify/manage-subscriptions.ts';
import { readSubscription } from '../../functions/notify/read-subscription.ts';
import { followScan } from '../../functions/rescans/follow-scan.ts';
import { tellChanges } from '../../functions/rescans/news/tell-changes.ts';
import { runBatch } from '../../functions/rescans/plan/run-batch.ts';
import { sweepRuns } from '../../functions/rescans/plan/sweep-runs.ts';
import { defaultSchedules, startDueRuns } from '../../functions/rescans/plan/triggers.ts';
import type { BatchMessage, DatabaseStep, Rematched, Rematcher } from '../../functions/rescans/ports.ts';
import { withDerivedChecks } from '../../functions/rescans/rematch/derive-checks.ts';
import { scanAfresh } from '../../functions/rescans/rematch/scan-afresh.ts';
import { defaultRunSettings } from '../../functions/rescans/runs/run.ts';
import { defaultWatchSettings } from '../../functions/rescans/watches/watch.ts';
import { type SampleVulnerability, sampleReportJson } from '../image/sample-report.ts';
import { memoryNewsStore } from '../notify/memory-stores.ts';
import { admin, notifyWorld } from '../notify/notify-world.ts';
import { imageWorld } from '../scans/image/image-world.ts';
import { memoryClockStore, memoryCveStore } from './memory-cve-store.ts';
import { memoryRelianceStore, memoryRunStore, memoryShelvingStore, memoryWatchStore } from './memory-run-store.ts';

const tenant = admin.tenant;
const minute = 60_000;

/** Scans, planner, batch worker and subscribers of one tenant over stores in memory; every image has what `found` says of the database in use. `shelves`: its planner plans by them. */
export function runWorld({ shelves = false } = {}) {
  const world = imageWorld();
  const { clock } = world.deps;
  const notify = notifyWorld().deps;
  const announce = { ...notify, clock };
  const news = memoryNewsStore();
  const found: Record<string, SampleVulnerability[]> = { g1: [] };
  const batches: BatchMessage[] = [];
  const rematched: string[] = [];
  const database = () => ({ generation: world.script.database, updatedAt: new Date(clock()).toISOString() });
  const report = () => sampleReportJson([{ packages: 3, vulnerabilities: found[world.script.database] ?? [] }]);
  const script = {
    rematch: async (): Promise<Rematched> => ({
      outcome: 'matched',
      report: parseTrivyReport(report()),
      tools: { scannerVersion: '0.68.2', database: database() },
    }),
    /** what changed between two databases; not known unless a test says so */
    step: async (_from: string, _to: string): Promise<DatabaseStep | undefined> => undefined,
  };
  world.script.scan = async () => ({
    ...{ report: report(), scannerVersion: '0.68.2', database: database() },
    analysis: { scanner: '0.68.2', artifact: 'a', blobs: [{ layer: 'l', key: 'k' }] },
  });
  const rematcher: Rematcher = {
    database: async () => database(),
    async rematch() {
      rematched.push(world.script.database);
      return script.rematch();
    },
  };
  let marks = 0;
  const stores = {
    ...world.deps,
    ...{ clocks: memoryClockStore(), cves: memoryCveStore(clock), watches: memoryWatchStore(clock) },
    ...{ reliances: memoryRelianceStore(clock), step: (from: string, to: string) => script.step(from, to) },
    shelvings: memoryShelvingStore(),
    ...{ runs: memoryRunStore(clock), deliveries: notify.deliveries, news, rematcher },
    batchQueue: { ring: async (message: BatchMessage) => void batches.push(message) },
  };
  /** The processes over these ports; other ports make other processes. */
  const processes = (ports: typeof stores) => {
    const newMark = () => {
      marks += 1;
      return `mark-${marks}`;
    };
    const telling = { ...announce, deliveries: ports.deliveries, news: ports.news };
    const settings = { watchSettings: defaultWatchSettings, runSettings: defaultRunSettings };
    const tell = tellChanges({ ...ports, ...settings, ...telling, database: ports.rematcher.database });
    const shared = { ...ports, ...settings, newMark, announce: telling, tell };
    const scans = { ...shared, follow: followScan(shared) };
    const shelving = { ...scans, objects: ports.reports };
    const queue = ports.batchQueue;
    const plan = { ...scans, queue, schedules: { fullMs: 0, afreshMs: 0 }, ...(shelves && { shelving }) };
    const batch = { ...scans, scanAfresh: scanAfresh(scans), queue };
    return {
      scans,
      plan,
      worker: batch,
      batch: (message: BatchMessage) => runBatch(batch, message),
      start: async (schedules = plan.schedules) => startDueRuns({ ...plan, schedules }, await plan.watches.tenants()),
      sweep: () => sweepRuns(plan),
    };
  };
  const sound = processes(stores);
  const settled = { scans: 0, batches: 0 };
  const deliverAll = async () => {
    for (; settled.scans < world.rung.length; settled.scans += 1) {
      await world.run(world.rung[settled.scans]!, { follow: sound.scans.follow });
    }
    for (; settled.batches < batches.length; settled.batches += 1) await sound.batch(batches[settled.batches]!);
  };
  return {
    ...{ world, stores, news, processes, sound, script, found, batches, rematched, schedules: defaultSchedules },
    subscribe: () =>
      putSubscription(
        { ...notify, clock },
        admin,
        'team',
        readSubscription({ target: { type: 'webhook', url: 'https://receiver.example/hook' } }),
      ),
    /** Scans images with the database in use, a minute each. */
    async scan(...images: string[]) {
      for (const image of images) {
        world.time.now += minute;
        await world.submit({ image, fresh: true }, { ...admin, scopes: ['scan:write'] });
        await deliverAll();
      }
      world.time.now += minute;
    },
    /** Delivers, lets time pass and sweeps until nothing moves. */
    async recover() {
      for (let round = 0; round < 8; round += 1) {
        await deliverAll();
        world.time.now += 3 * minute;
        await world.sweep({ follow: sound.scans.follow });
        await sound.sweep();
      }
    },
    runsOf: async () => (await stores.runs.list({ tenant, limit: 50 })).runs,
    /** As readers of the API see it. */
    imageOf: async (digest: string) =>
      (await withDerivedChecks(stores, await stores.images.read(tenant, digest), world.script.database))[0],
    /** What subscribers are told: kind and vulnerability, with the number of images. */
    async told() {
      const { deliveries } = await notify.deliveries.list({ tenant, subscription: 'team', limit: 100 });
      return deliveries
        .map(
          ({ event }) =>
            `${event.type.split('.')[3]} ${event.subject} ${(event.data as { imageCount: number }).imageCount}`,
        )
        .toSorted();
    },
  };
}
