import { databaseAge } from '../../image/coverage.ts';
import type { CoverageRules } from '../../image/unknown-reasons.ts';
import { type CheckedResult, type ImageRecord, lastCheckOf } from '../../scans/image/image-record.ts';
import type { CurrentDatabase, DeriveChecks } from '../../scans/image/ports.ts';
import type { Clock, ScanLog } from '../../scans/ports.ts';
import { imageName } from '../image-name.ts';
import type { DatabaseStep, ReadDatabaseStep, RelianceStore, ResultReliance } from '../ports.ts';

export interface DeriveDeps {
  /** absent, as the next, where every image is matched as a whole */
  reliances?: RelianceStore;
  step?: ReadDatabaseStep;
  rules: CoverageRules;
  log: ScanLog;
  clock: Clock;
}

/** The end of a system's support is a matter of the date, so that every image is matched as a whole now and then, whatever the schedule. */
export const wholeEveryMs = 7 * 86_400_000;

/** As withDerivedChecks, with the database in use; without one, images show their own last checks. */
export function deriveChecks(deps: DeriveDeps & { database: CurrentDatabase }): DeriveChecks {
  const inUse = () =>
    deps.database().then(
      ({ generation }) => generation,
      () => undefined,
    );
  return async (images, known) => {
    const database = images.length === 0 ? undefined : (known ?? (await inUse()));
    return database === undefined ? [...images] : withDerivedChecks(deps, images, database);
  };
}

/**
 * Images of one tenant in their order, each that a database does not touch as checked with it: all that is different from the database of
 * its own last check is known, and its result relies on nothing of that. Nothing is written of it. What is not certain stays as it is.
 */
export async function withDerivedChecks(
  deps: DeriveDeps,
  images: readonly ImageRecord[],
  database: string,
): Promise<ImageRecord[]> {
  const { reliances, step } = deps;
  const others = images.filter((image) => lastCheckOf(image).database !== database && mayBeLeft(image));
  if (reliances === undefined || step === undefined || others.length === 0) return [...images];
  const known = new Map((await reliances.read(others[0]!.tenant, others)).map((one) => [imageName(one), one]));
  const steps = await stepsFrom(deps, new Set(others.map((image) => lastCheckOf(image).database)), database);
  const checks = new Map<ImageRecord, CheckedResult>();
  for (const image of others) {
    const relied = known.get(imageName(image));
    const check = relied && checkWith(deps, image, relied, { database, step: steps.get(lastCheckOf(image).database) });
    if (check !== undefined) checks.set(image, check);
  }
  return images.map((image) => {
    const checked = checks.get(image);
    return checked === undefined ? image : { ...image, checked };
  });
}

/** Whether it may be left alone at all. */
export const mayBeLeft = ({ analysis, reasons }: ImageRecord): boolean =>
  analysis !== undefined && !reasons.some(({ code }) => code === 'old_database');

/** Whether it is the newest result of the image that relies on it. */
export const isOfNewest = ({ scan, scanned }: ResultReliance, image: ImageRecord): boolean =>
  scan === image.scan && scanned === image.scanned;

/** Whether a database is so old that it makes other verdicts. */
export const isTooOld = (
  { rules, clock }: Pick<DeriveDeps, 'rules' | 'clock'>,
  { updatedAt }: Pick<DatabaseStep, 'updatedAt'>,
): boolean => databaseAge(updatedAt, clock()) > rules.maxDatabaseAgeMs;

function checkWith(
  deps: DeriveDeps,
  image: ImageRecord,
  relied: ResultReliance,
  { database, step }: { database: string; step: DatabaseStep | undefined },
): CheckedResult | undefined {
  const { matched, reliance } = relied;
  if (!isOfNewest(relied, image) || deps.clock() - matched > wholeEveryMs) return undefined;
  if (step === undefined || isTooOld(deps, step) || step.touches(reliance)) return undefined;
  return { at: Math.max(lastCheckOf(image).at, Date.parse(step.addedAt)), database, untouched: true };
}

/** Many images were checked with few databases: the way from each is looked for once. */
async function stepsFrom(deps: DeriveDeps, databases: ReadonlySet<string>, to: string) {
  const steps = new Map<string, DatabaseStep>();
  for (const from of databases) {
    const step = await readStep(deps, from, to);
    if (step !== undefined) steps.set(from, step);
  }
  return steps;
}

/** Whatever is wrong with it: matching is always right. */
export async function readStep(
  { step, log }: Pick<DeriveDeps, 'step' | 'log'>,
  from: string,
  to: string,
): Promise<DatabaseStep | undefined> {
  return step?.(from, to).catch((error: unknown) => {
    log.warn('what changed in the database is not known', { from, to, error });
    return undefined;
  });
}
