import { databaseAge } from '../../image/coverage.ts';
import type { CoverageRules } from '../../image/unknown-reasons.ts';
import { type CheckedResult, type ImageRecord, lastCheckOf } from '../../scans/image/image-record.ts';
import type { CurrentDatabase, DeriveChecks } from '../../scans/image/ports.ts';
import type { Clock, ScanLog } from '../../scans/ports.ts';
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
const wholeEveryMs = 7 * 86_400_000;

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
  const known = new Map((await reliances.read(others[0]!.tenant, others)).map((one) => [nameOf(one), one]));
  const checks = new Map<ImageRecord, CheckedResult>();
  for (const image of others) {
    const reliance = known.get(nameOf(image));
    const check = reliance && (await checkWith(deps, image, reliance, database));
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

async function checkWith(
  deps: DeriveDeps,
  image: ImageRecord,
  { scan, scanned, matched, reliance }: ResultReliance,
  database: string,
): Promise<CheckedResult | undefined> {
  const now = deps.clock();
  if (scan !== image.scan || scanned !== image.scanned || now - matched > wholeEveryMs) return undefined;
  const last = lastCheckOf(image);
  const step = await readStep(deps, last.database, database);
  if (step === undefined || databaseAge(step.updatedAt, now) > deps.rules.maxDatabaseAgeMs) return undefined;
  if (step.touches(reliance)) return undefined;
  return { at: Math.max(last.at, Date.parse(step.addedAt)), database, untouched: true };
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

const nameOf = ({ digest, platform }: { digest: string; platform: string }): string => `${digest} ${platform}`;
