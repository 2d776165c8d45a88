import { Buffer } from 'node:buffer';
import { DrydockError } from '../../errors.ts';
import type { ScannedImage } from '../../formats/image/scanned-image.ts';
import type { ImageFinding } from '../../image/finding.ts';
import { parsePlatform } from '../../image/platform.ts';
import { parseReference } from '../../image/reference.ts';
import { failsOn, pageOf, viewFindings } from '../../image/views.ts';
import { openCursor, signCursor } from '../../scans/cursor.ts';
import { checkOf } from '../../scans/image/confirmed-scan.ts';
import type { CheckedResult, ImageRecord } from '../../scans/image/image-record.ts';
import type { ImageScan, ScanResult } from '../../scans/image/image-scan.ts';
import { isFinal } from '../../scans/image/image-scan.ts';
import type { ListDeps } from '../../scans/image/list.ts';
import type { ReadDeps } from '../../scans/image/read.ts';
import type { ReadFindings } from '../../scans/image/recent-findings.ts';
import type { AskedImage } from '../../scans/image/submit-request.ts';
import type { Clock, DeploymentKey } from '../../scans/ports.ts';
import { type Answer, jsonAnswer, textAnswer, withHeaders } from '../answer.ts';
import { parseGoQuery } from '../resources/go-query.ts';
import { linkNext } from '../resources/page-link.ts';
import { imageScanView } from './image-scan-view.ts';
import type { ImageViewQuery } from './image-view-query.ts';
import { type NamedScan, namedScan } from './named-scan.ts';
import { renderImageScan } from './render-image-scan.ts';

export interface ImageScanAnswerDeps {
  images: ReadDeps & Pick<ListDeps, 'images' | 'deriveChecks'> & { findings: ReadFindings };
  /** signs cursors */
  deploymentKey: DeploymentKey;
  /** a larger answer becomes a link */
  answerBytes: number;
  clock: Clock;
}

interface DoneScan extends NamedScan {
  checked: CheckedResult | undefined;
}

/** What of a scan is asked for, and the query that says so. */
export interface ViewRequest {
  /** absent where the scan is asked for, not its image */
  asked?: AskedImage;
  view: ImageViewQuery;
  rawQuery: string;
}

const linkSeconds = 300;

/** A scan in the view that is asked for; `image` is its image where that was read. A gate (`fail-on`) passes only what was scanned and could be judged: 422 otherwise. Throws DrydockError `scan_not_done`, `bad_cursor` or `storage_unavailable`. */
export async function imageScanAnswer(
  deps: ImageScanAnswerDeps,
  scan: ImageScan,
  request: ViewRequest,
  image?: ImageRecord,
): Promise<Answer> {
  const { ignoreUnfixed, classes, failOn, format } = request.view;
  const named = namedScan(deps.images, scan, request.asked);
  if (scan.status !== 'done') return unfinished(deps, named.scan, request.view);
  const [findings, checked] = await Promise.all([
    named.findings(),
    format === 'json' ? checkOf(deps.images, scan, image) : undefined,
  ]);
  const isUnjudged = scan.result?.verdict === 'unknown';
  const isStopped =
    failOn !== undefined && (isUnjudged || failsOn(viewFindings(findings, { ignoreUnfixed, classes }), failOn));
  const answer = {
    ...(await rendered(deps, { ...named, checked }, findings, request)),
    ...(isStopped && { statusCode: 422 }),
  };
  if (Buffer.byteLength(answer.body) <= deps.answerBytes) return answer;
  // The whole report, as Trivy wrote it: only what is stored can be linked to.
  const location = await deps.images.reports.link(scan.result!.report.key, linkSeconds);
  return withHeaders(jsonAnswer(isStopped ? 422 : 303, imageScanView(named.scan, { checked })), { location });
}

/** Seconds after which to ask again: when the scan may be taken, at least one. */
export const retryAfter = (scan: ImageScan, now: number): string =>
  String(Math.max(1, scan.status === 'queued' ? Math.ceil((scan.notBefore - now) / 1000) : 1));

function unfinished({ clock }: ImageScanAnswerDeps, scan: ImageScan, { format, failOn }: ImageViewQuery): Answer {
  const isOver = isFinal(scan);
  if (format !== 'json') {
    const message = isOver ? `the scan failed: ${scan.error?.message}` : `the scan is ${scan.status}`;
    throw new DrydockError('scan_not_done', message, isOver ? {} : { retryAfter: Number(retryAfter(scan, clock())) });
  }
  const answer = jsonAnswer(failOn === undefined ? 200 : 422, imageScanView(scan));
  return isOver ? answer : withHeaders(answer, { 'retry-after': retryAfter(scan, clock()) });
}

async function rendered(
  deps: ImageScanAnswerDeps,
  done: DoneScan,
  findings: readonly ImageFinding[],
  request: ViewRequest,
): Promise<Answer> {
  const { view } = request;
  const seen = viewFindings(findings, view);
  if (view.format === 'json') return findingsPage(deps, done, seen, request);
  const { scan, readReport } = done;
  const viewed = { image: scannedImage(scan, scan.result!, seen), readReport, view };
  const { contentType, body } = await renderImageScan(view.format, viewed, deps.answerBytes);
  return textAnswer(200, body, contentType);
}

function findingsPage(
  { deploymentKey }: ImageScanAnswerDeps,
  { scan, checked }: DoneScan,
  seen: readonly ImageFinding[],
  { view: { severities, ignoreUnfixed, classes, limit, cursor }, rawQuery }: ViewRequest,
): Answer {
  const view = JSON.stringify([[...(severities ?? [])].sort(), ignoreUnfixed === true, [...(classes ?? [])].sort()]);
  const scope = { tenant: scan.tenant, listing: `findings:${scan.id}:${scan.generation}:${view}` };
  const offset = cursor === undefined ? 0 : Number(openCursor(deploymentKey, scope, cursor));
  const { items, next } = pageOf(seen, limit, offset);
  const nextCursor = next === undefined ? undefined : signCursor(deploymentKey, scope, String(next));
  const page = { items, ...(nextCursor !== undefined && { nextCursor }) };
  const answer = jsonAnswer(200, imageScanView(scan, { checked, findings: page }));
  return linkNext(answer, `/scans/${scan.id}`, parseGoQuery(rawQuery), nextCursor);
}

const scannedImage = (scan: ImageScan, summary: ScanResult, findings: readonly ImageFinding[]): ScannedImage => ({
  reference: parseReference(scan.image),
  digest: scan.digest ?? '',
  indexDigest: scan.indexDigest,
  platform: parsePlatform(scan.platform),
  summary,
  findings,
});
