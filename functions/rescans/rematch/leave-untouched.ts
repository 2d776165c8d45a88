import { databaseAge } from '../../image/coverage.ts';
import type { CoverageRules } from '../../image/unknown-reasons.ts';
import { type CheckedResult, type ImageRecord, lastCheckOf } from '../../scans/image/image-record.ts';
import type { ImageStore } from '../../scans/image/ports.ts';
import type { Clock, ScanLog, ScanMetrics } from '../../scans/ports.ts';
import type { DatabaseStep, ReadDatabaseStep, RelianceStore, ResultReliance } from '../ports.ts';
import type { Run, RunImage } from '../runs/run.ts';
import type { RescanOutcome } from './known-outcome.ts';

export interface LeaveDeps {
  images: ImageStore;
  /** absent, as the next, where every image is matched as a whole */
  reliances?: RelianceStore;
  step?: ReadDatabaseStep;
  rules: CoverageRules;
  log: ScanLog;
  metrics: ScanMetrics;
  clock: Clock;
}

/** The end of a system's support is a matter of the date, so that every image is matched as a whole now and then, whatever the schedule. */
const wholeEveryMs = 7 * 86_400_000;

/**
 * Those images of a batch whose results another database gives again, for nothing that they rely on is different in it. They are
 * compared with the database of their own last check; what is not certain is left to be matched. Resolves to what is left, and
 * what came of the others.
 */
export async function leaveUntouched(
  deps: LeaveDeps,
  run: Run,
  images: readonly RunImage[],
): Promise<{ left: RunImage[]; ends: RescanOutcome[] }> {
  const { reliances, step } = deps;
  if (run.trigger.kind !== 'database' || reliances === undefined || step === undefined) {
    return { left: [...images], ends: [] };
  }
  const [records, relied] = await Promise.all([
    deps.images.readEach(run.tenant, images),
    reliances.read(run.tenant, images),
  ]);
  const known = new Map(relied.map((one) => [nameOf(one), one]));
  const checked: CheckedResult = { at: deps.clock(), database: run.database, run: run.id, untouched: true };
  const untouched = new Map<string, ImageRecord & { checked: CheckedResult }>();
  for (const image of records) {
    const reliance = known.get(nameOf(image));
    if (reliance !== undefined && (await isUntouched(deps, run, image, reliance))) {
      untouched.set(nameOf(image), { ...image, checked });
    }
  }
  await deps.images.noteChecked([...untouched.values()]);
  const left = images.filter((image) => !untouched.has(nameOf(image)));
  const count = images.length - left.length;
  if (count > 0) deps.metrics.count('RematchesAvoided', count);
  return { left, ends: Array.from({ length: count }, () => ({ outcome: 'unchanged' })) };
}

async function isUntouched(
  deps: LeaveDeps,
  run: Run,
  image: ImageRecord,
  { scan, scanned, matched, reliance }: ResultReliance,
): Promise<boolean> {
  if (scan !== image.scan || scanned !== image.scanned || image.analysis === undefined) return false;
  const last = lastCheckOf(image).database;
  const now = deps.clock();
  const mayAge = image.reasons.some(({ code }) => code === 'old_database') || now - matched > wholeEveryMs;
  if (mayAge || last === run.database) return false;
  const step = await readStep(deps, last, run.database);
  if (step === undefined || databaseAge(step.updatedAt, now) > deps.rules.maxDatabaseAgeMs) return false;
  return !step.touches(reliance);
}

/** Whatever is wrong with it: matching is always right. */
async function readStep({ step, log }: LeaveDeps, from: string, to: string): Promise<DatabaseStep | undefined> {
  return step?.(from, to).catch((error: unknown) => {
    log.warn('what changed in the database is not known', { from, to, error });
    return undefined;
  });
}

const nameOf = ({ digest, platform }: { digest: string; platform: string }): string => `${digest} ${platform}`;
