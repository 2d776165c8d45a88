import { DrydockError } from '../../errors.ts';
import { readContents } from '../../image/diff/contents.ts';
import { diffContents, isUnchanged } from '../../image/diff/diff.ts';
import { relianceOf } from '../../image/reliance/reliance.ts';
import { summarizeReport } from '../../image/summarize-report.ts';
import { parseTrivyReport, type TrivyReport } from '../../image/trivy-report.ts';
import type { CoverageRules } from '../../image/unknown-reasons.ts';
import { areSameReasons } from '../../image/verdict.ts';
import type { EnterDeps } from '../../scans/image/enter-result.ts';
import { type ImageRecord, lastCheckOf } from '../../scans/image/image-record.ts';
import type { ImageScan } from '../../scans/image/image-scan.ts';
import type { ImageScanLimits } from '../../scans/image/limits.ts';
import type { ImageScanStore, ReportStore } from '../../scans/image/ports.ts';
import { readStoredJson, storeJson } from '../../scans/image/stored-json.ts';
import type { Clock, DeploymentKey, ScanLog, ScanMetrics } from '../../scans/ports.ts';
import { noteReliance } from '../history/note-reliance.ts';
import type { ReadDatabaseStep, RelianceStore, Rematched, Rematcher } from '../ports.ts';
import { isAfresh, type Run, type RunImage } from '../runs/run.ts';
import { withDerivedChecks } from './derive-checks.ts';
import { enterScan } from './enter-scan.ts';
import { knownOutcome, type RescanOutcome } from './known-outcome.ts';
import { awaitsScan, enterOnce } from './own-scan.ts';
import { rescanSubject } from './rescan-subject.ts';

export interface RescanDeps extends EnterDeps {
  scans: ImageScanStore;
  reports: Pick<ReportStore, 'read' | 'put' | 'remove'>;
  rematcher: Rematcher;
  /** asks for a scan of an image by its digest, on behalf of a run; the same scan however often */
  scanAfresh: (image: ImageRecord, run: Run) => Promise<ImageScan>;
  /** absent, as the next, where no image is left alone */
  reliances?: RelianceStore;
  step?: ReadDatabaseStep;
  log: ScanLog;
  metrics: ScanMetrics;
  deploymentKey: DeploymentKey;
  limits: ImageScanLimits;
  rules: CoverageRules;
  /** a name that nobody else uses */
  newMark: () => string;
  clock: Clock;
}

/**
 * One image of a run: matched again with this database from what is kept, or scanned anew where that is not enough. Safe to do again,
 * by whoever. Throws a DrydockError when it can be neither.
 */
export async function rescanImage(
  deps: RescanDeps,
  run: Run,
  wanted: RunImage,
  database: string,
): Promise<RescanOutcome> {
  const image = await imageOf(deps, run, wanted);
  if (image === undefined) return { outcome: 'gone' };
  const known = await knownOutcome(deps, run, image, database);
  if (known !== undefined) return known;
  const earlier = isAfresh(run) ? undefined : await readReport(deps, image);
  if (earlier === undefined || image.analysis === undefined) return askForScan(deps, image, run);
  const rematched = await deps.rematcher.rematch({
    report: earlier,
    analysis: image.analysis,
    notices: image.notices ?? [],
  });
  if (rematched.outcome === 'needs_fresh_scan') return askForScan(deps, image, run);
  // Another one was promoted meanwhile, or this worker has not seen the newest: what it found is not this run's to tell.
  if (rematched.tools.database.generation !== database) return { outcome: 'pending' };
  return enterRematched(deps, run, image, earlier, rematched);
}

/** One image that a run leaves to that of a newer database: but for a scan of it that it asked for there is nothing to wait for. */
export async function leaveImage(deps: RescanDeps, run: Run, wanted: RunImage): Promise<RescanOutcome> {
  const image = await imageOf(deps, run, wanted);
  if (image === undefined) return { outcome: 'gone' };
  if (image.run === run.id || image.checked?.run === run.id)
    return (await knownOutcome(deps, run, image, run.database))!;
  return { outcome: (await awaitsScan(deps, run, image)) ? 'pending' : 'left' };
}

async function imageOf({ images }: RescanDeps, run: Run, wanted: RunImage): Promise<ImageRecord | undefined> {
  const found = await images.read(run.tenant, wanted.digest);
  return found.find(({ platform }) => platform === wanted.platform);
}

async function readReport(deps: RescanDeps, image: ImageRecord): Promise<TrivyReport | undefined> {
  const json = await readStoredJson(deps.reports, image.report);
  return json === undefined ? undefined : parseTrivyReport(json);
}

/** Whoever comes again finds the result of the scan in the image, or here that it failed, or that a newer result stands. */
async function askForScan(deps: RescanDeps, image: ImageRecord, run: Run): Promise<RescanOutcome> {
  const scan = await deps.scanAfresh(image, run);
  const { status, error } = scan;
  if (status === 'failed') throw new DrydockError(error?.code ?? 'scanner_failed', error?.message ?? 'the scan failed');
  if (status !== 'done' || scan.run !== run.id) return { outcome: 'pending' };
  await enterOnce(deps, scan);
  return { outcome: (scan.finished ?? 0) <= image.scanned ? 'unchanged' : 'pending' };
}

async function enterRematched(
  deps: RescanDeps,
  run: Run,
  image: ImageRecord,
  earlier: TrivyReport,
  { report, tools }: Extract<Rematched, { outcome: 'matched' }>,
): Promise<RescanOutcome> {
  const now = deps.clock();
  const summary = summarizeReport(report, tools, deps.rules, now);
  const database = tools.database.generation;
  const isSame = isUnchanged(diffContents(readContents(earlier), readContents(report), true));
  const isNews = !isSame || summary.verdict !== image.verdict;
  if (!isNews && areSameReasons(summary.reasons, image.reasons)) {
    await deps.images.noteChecked([{ ...image, checked: { at: now, database, run: run.id } }]);
    await noteReliance(deps, image, relianceOf(report), now);
    return { outcome: 'unchanged' };
  }
  if (!isSame) await tellDisagreement(deps, image, database);
  const subject = await rescanSubject(deps, run, image, database);
  const key = `reports/${run.tenant}/${subject.id}/${deps.newMark()}.json`;
  const stored = await storeJson(deps.reports, key, report);
  const result = { ...summary, report: stored, ...(image.analysis && { analysis: image.analysis }) };
  const entering = await enterScan(deps, run, { image, subject, result });
  // Nobody will ever point to what was stored.
  if (entering !== 'entered') await deps.reports.remove(key).catch(() => undefined);
  if (entering === 'pending') return { outcome: 'pending' };
  // The same verdict for other reasons is another result, and no change to tell of.
  return { outcome: isNews ? 'changed' : 'unchanged' };
}

/** The same packages and the same advisories: one of the two matches was wrong, or leaving the image alone was. */
async function tellDisagreement(deps: RescanDeps, image: ImageRecord, database: string): Promise<void> {
  const [seen] = (await withDerivedChecks(deps, [image], database)) as [ImageRecord];
  if (lastCheckOf(seen).database !== database) return;
  const { log, metrics } = deps;
  const { digest, platform, checked } = seen;
  metrics.count('RescanDisagreements');
  log.warn('rescans disagree', { digest, platform, database, untouched: checked?.untouched === true });
}
