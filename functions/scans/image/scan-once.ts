import { DrydockError } from '../../errors.ts';
import { parsePlatform } from '../../image/platform.ts';
import { type ImageReference, parseReference } from '../../image/reference.ts';
import { rewriteReport } from '../../image/rewrite-report.ts';
import { summarizeReport } from '../../image/summarize-report.ts';
import { parseTrivyReport } from '../../image/trivy-report.ts';
import type { CoverageRules } from '../../image/unknown-reasons.ts';
import type { Clock, DeploymentKey } from '../ports.ts';
import type { ImageScan, ScanResult } from './image-scan.ts';
import { resolved } from './job.ts';
import type { Lease } from './lease.ts';
import type { ImageScanLimits } from './limits.ts';
import type { ImageCredentials, ImageResolver, ImageScanner, ReportStore, ScanMessage } from './ports.ts';
import { openCredentials } from './seal-credentials.ts';
import { storeJson } from './stored-json.ts';

export interface ScanOnceDeps {
  reports: ReportStore;
  resolver: ImageResolver;
  scanner: ImageScanner;
  deploymentKey: DeploymentKey;
  limits: ImageScanLimits;
  rules: CoverageRules;
  clock: Clock;
}

const mostAnalyses = 127;

/** One attempt: resolve, scan, keep the report under a name that no other attempt uses. Nothing points to the report yet. */
export async function scanOnce(
  deps: ScanOnceDeps,
  lease: Lease,
  message: ScanMessage,
  signal: AbortSignal,
): Promise<ScanResult> {
  const credentials = credentialsFor(deps.deploymentKey, lease.scan(), message);
  const digest = await digestOf(deps, lease, credentials, signal);
  const { image, platform, scanners, deadline, error } = lease.scan();
  const reference = parseReference(image);
  lease.tell('pulling');
  const scanned = await deps.scanner.scan({
    reference: byDigest(reference, digest),
    platform: parsePlatform(platform),
    scanners: scanners.split(','),
    ...(credentials !== undefined && { credentials }),
    afresh: lease.scan().afresh === true,
    saveMemory: error?.code === 'scanner_oom',
    deadlineMs: Math.min(deadline - deps.clock(), deps.limits.runMs),
    signal,
    onProgress: lease.tell,
  });
  signal.throwIfAborted();
  const report = rewriteReport(parseTrivyReport(scanned.report), {
    reference,
    digest: lease.scan().indexDigest ?? digest,
  });
  const stored = await storeJson(deps.reports, reportKey(lease.scan()), report);
  // The row stays small; an image of more layers than Docker makes is analysed afresh.
  const analysis = (scanned.analysis?.blobs.length ?? 0) > mostAnalyses ? undefined : scanned.analysis;
  const summary = summarizeReport(report, scanned, deps.rules, deps.clock());
  return { ...summary, report: stored, ...(analysis && { analysis }) };
}

function credentialsFor(key: DeploymentKey, scan: ImageScan, message: ScanMessage): ImageCredentials | undefined {
  if (!scan.needsCredentials) return undefined;
  if (message.sealed !== undefined) return openCredentials(key, message, message.sealed);
  throw new DrydockError('credentials_gone', 'the message with the registry credentials was lost: ask again');
}

/** The digest, resolved once: whatever becomes of the tag, this is what is scanned and kept. */
async function digestOf(
  { resolver }: ScanOnceDeps,
  lease: Lease,
  credentials: ImageCredentials | undefined,
  signal: AbortSignal,
): Promise<string> {
  const { image, platform, digest } = lease.scan();
  if (digest !== undefined) return digest;
  const found = await resolver.resolve(parseReference(image), {
    platform: parsePlatform(platform),
    signal,
    ...(credentials !== undefined && { credentials }),
  });
  const { digest: ours, indexDigest } = found;
  const known = { digest: ours, ...(indexDigest !== undefined && { indexDigest }) };
  if (!(await lease.write((scan) => resolved(scan, known)))) signal.throwIfAborted();
  return ours;
}

const byDigest = ({ registry, repository }: ImageReference, digest: string): ImageReference => ({
  ...{ registry, repository, digest },
});

/** Built from our own ids and numbers alone; the fencing number makes it this attempt's own. */
const reportKey = ({ tenant, id, generation, fence }: ImageScan): string =>
  `reports/${tenant}/${id}/${generation}-${fence}.json`;
