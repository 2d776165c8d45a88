import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageScanDocument } from '../../functions/api/images/image-scan-view.ts';
import { formatPlatform } from '../../functions/image/platform.ts';
import { formatReference } from '../../functions/image/reference.ts';
import { rewriteReport } from '../../functions/image/rewrite-report.ts';
import { parseTrivyReport } from '../../functions/image/trivy-report.ts';
import { CommandError } from '../command.ts';
import { askServer, type ServerAccess } from '../stored/ask-server.ts';
import type { ScanImageRequest, ScanImageResult } from './scan-image.ts';
import type { ScanProgress } from './scan-progress.ts';

const firstPauseMs = 250;
const longestPauseMs = 2_000;
/** Of the findings only the report is read. */
const brief = '?limit=1';

/** Has a server scan, and gives what a scan in this process would. Rejects with CommandError or the signal's reason. */
export const scanOnServer = async (server: ServerAccess, request: ScanImageRequest): Promise<ScanImageResult> => {
  const { reference, platform, credentials, signal, progress } = request;
  progress.phase('preparing');
  const body = {
    ...{ image: formatReference(reference), platform: formatPlatform(platform) },
    ...(credentials !== undefined && { credentials }),
  };
  const submitted = (await askServer(server, 'POST', `/scan/image${brief}`, body, signal)) as ImageScanDocument;
  const scan = await ended(server, submitted, signal, progress);
  const { digest, verdict, reasons, coverage, counts } = scan;
  if (!digest || !verdict || !reasons || !coverage || !counts) {
    throw new CommandError(scan.error?.message ?? `the server at ${server.url} gives an answer without a result`);
  }
  const answer = await askServer(server, 'GET', `/scans/${scan.id}?format=trivy`, undefined, signal);
  // Somebody may have had this content scanned by another name, which the scan then goes by, and whose index is none of ours.
  const indexDigest = submitted.indexDigest ?? (scan.image === body.image ? scan.indexDigest : undefined);
  const shown = { reference, digest: indexDigest ?? digest };
  const report = rewriteReport(parseTrivyReport(JSON.stringify(answer)), shown);
  const summary = { verdict, reasons, coverage, counts } as ScanImageResult['summary'];
  return { report, digest, indexDigest, summary, label: coverage.database.label };
};

const ended = async (
  server: ServerAccess,
  submitted: ImageScanDocument,
  signal: AbortSignal,
  progress: ScanProgress,
): Promise<ImageScanDocument> => {
  let scan = submitted;
  let pause = firstPauseMs;
  while (scan.status === 'queued' || scan.status === 'running') {
    show(scan, progress);
    await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    pause = Math.min(pause * 2, longestPauseMs);
    scan = (await askServer(server, 'GET', `/scans/${scan.id}${brief}`, undefined, signal)) as ImageScanDocument;
  }
  return scan;
};

// The progress of a scan in this process has no phase of its own for pulling: bytes under way say it.
const show = ({ phase = 'preparing', progress: transfer }: ImageScanDocument, progress: ScanProgress): void => {
  progress.phase(phase === 'pulling' ? 'analysing' : phase);
  if (transfer !== undefined) progress.bytes(transfer);
};
