import { readContents } from '../../image/diff/contents.ts';
import { diffContents, isUnchanged } from '../../image/diff/diff.ts';
import { summarizeReport } from '../../image/summarize-report.ts';
import { parseTrivyReport, type TrivyReport } from '../../image/trivy-report.ts';
import type { CoverageRules } from '../../image/unknown-reasons.ts';
import { type EnterDeps, enterResult } from '../../scans/image/enter-result.ts';
import type { ImageRecord } from '../../scans/image/image-record.ts';
import type { ScanResult } from '../../scans/image/image-scan.ts';
import { imageScanId } from '../../scans/image/image-scan-id.ts';
import { finished, queuedScan, type ScanSubject, taken } from '../../scans/image/job.ts';
import type { ImageScanLimits } from '../../scans/image/limits.ts';
import type { ImageScanStore, ReportStore } from '../../scans/image/ports.ts';
import { readStoredJson, storeJson } from '../../scans/image/stored-json.ts';
import type { Clock, DeploymentKey } from '../../scans/ports.ts';
import type { Rematched, Rematcher } from '../ports.ts';
import { isAfresh, type Run, type RunImage } from '../runs/run.ts';

export interface RescanDeps extends EnterDeps {
  scans: ImageScanStore;
  reports: Pick<ReportStore, 'read' | 'put'>;
  rematcher: Rematcher;
  /** asks for a scan of an image by its digest, on behalf of a run */
  scanAfresh: (image: ImageRecord, run: Run) => Promise<void>;
  deploymentKey: DeploymentKey;
  limits: ImageScanLimits;
  rules: CoverageRules;
  /** a name that nobody else uses */
  newMark: () => string;
  clock: Clock;
}

/** `afresh`: a scan was asked for, its result comes later. `gone`: the image was deleted meanwhile. */
export type RescanOutcome = 'unchanged' | 'changed' | 'afresh' | 'gone';

/** One image of a run: matched again from what is kept, or scanned anew where that is not enough. Safe to do again, by whoever. */
export async function rescanImage(deps: RescanDeps, run: Run, wanted: RunImage): Promise<RescanOutcome> {
  const images = await deps.images.read(run.tenant, wanted.digest);
  const image = images.find(({ platform }) => platform === wanted.platform);
  if (image === undefined) return 'gone';
  if (isDone(image, run)) return image.run === run.id ? 'changed' : 'unchanged';
  const earlier = isAfresh(run) ? undefined : await readReport(deps, image);
  if (earlier === undefined || image.analysis === undefined) return scanAfresh(deps, image, run);
  const rematched = await deps.rematcher.rematch({
    report: earlier,
    analysis: image.analysis,
    notices: image.notices ?? [],
  });
  if (rematched.outcome === 'needs_fresh_scan') return scanAfresh(deps, image, run);
  return enterRematched(deps, run, image, earlier, rematched);
}

/** A schedule looks at everything, whatever was matched before. */
const isDone = (image: ImageRecord, run: Run): boolean =>
  image.run === run.id ||
  image.checked?.run === run.id ||
  (run.trigger.kind === 'database' && (image.checked?.database ?? image.database) === run.database);

async function readReport(deps: RescanDeps, image: ImageRecord): Promise<TrivyReport | undefined> {
  const json = await readStoredJson(deps.reports, image.report);
  return json === undefined ? undefined : parseTrivyReport(json);
}

async function scanAfresh(deps: RescanDeps, image: ImageRecord, run: Run): Promise<RescanOutcome> {
  await deps.scanAfresh(image, run);
  return 'afresh';
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
  const diff = diffContents(readContents(earlier), readContents(report), true);
  if (isUnchanged(diff) && summary.verdict === image.verdict) {
    const checked = { at: now, database: tools.database.generation, run: run.id };
    await deps.images.record({ ...image, checked });
    return 'unchanged';
  }
  const subject = await subjectOf(deps, run, image, tools.database.generation);
  const key = `reports/${run.tenant}/${subject.id}/${deps.newMark()}.json`;
  const stored = await storeJson(deps.reports, key, report);
  await enterScan(deps, run, subject, {
    ...summary,
    report: stored,
    ...(image.analysis && { analysis: image.analysis }),
  });
  return 'changed';
}

/** The row that a scan of the same image with the same database would have: whoever asks for that finds this result. */
async function subjectOf(deps: RescanDeps, run: Run, image: ImageRecord, database: string): Promise<ScanSubject> {
  const before = await deps.scans.read(image.tenant, image.scan);
  const scanners = before?.scanners ?? 'vuln';
  const { tenant, digest, platform, image: reference, repository } = image;
  return {
    ...{ tenant, digest, platform, scanners, database, repository, run: run.id },
    image: reference,
    id: imageScanId(deps.deploymentKey, { tenant, subject: digest, platform, scanners, database }),
    needsCredentials: false,
  };
}

async function enterScan(deps: RescanDeps, run: Run, subject: ScanSubject, result: ScanResult): Promise<void> {
  const now = deps.clock();
  const known = await deps.scans.read(subject.tenant, subject.id);
  // Somebody scans it at this moment, with this database: that result is as good.
  if (known !== undefined && known.status !== 'failed' && known.run !== run.id) return;
  if (known?.status === 'done') return enterResult(deps, known);
  const queued = queuedScan(subject, now, deps.limits);
  const fence = known?.fence ?? 0;
  const generation = (known?.generation ?? 0) + 1;
  const done = finished(
    taken({ ...queued, generation, fence: fence + 1 }, run.id, now, deps.limits),
    result,
    now,
    deps.limits,
  );
  const isOurs = known === undefined ? await deps.scans.create(done) : await deps.scans.replace(done, fence);
  if (isOurs) await enterResult(deps, done);
}
