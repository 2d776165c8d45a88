import type { Platform } from '../../functions/image/platform.ts';
import type { ImageReference } from '../../functions/image/reference.ts';
import { rewriteReport } from '../../functions/image/rewrite-report.ts';
import { type ReportSummary, summarizeReport } from '../../functions/image/summarize-report.ts';
import type { TrivyReport } from '../../functions/image/trivy-report.ts';
import { defaultCoverageRules } from '../../functions/image/unknown-reasons.ts';
import type { RegistryClient, RegistryCredentials } from '../../functions/registry/ports.ts';
import { scanPulled } from '../../functions/scanner/scan-pulled.ts';
import type { CacheSeam } from '../../functions/trivy/cache/cache-seam.ts';
import type { ImageScanner } from '../../functions/trivy/scanner.ts';
import type { ScanProgress } from './scan-progress.ts';

export interface ScanImageDeps {
  client: RegistryClient;
  scanner: ImageScanner;
  /** analyses of layers that are kept */
  seam?: CacheSeam | undefined;
  clock(): number;
}

export interface ScanImageRequest {
  reference: ImageReference;
  platform: Platform;
  credentials: RegistryCredentials | undefined;
  signal: AbortSignal;
  progress: ScanProgress;
}

export interface ScanImageResult {
  /** with the image's real names */
  report: TrivyReport;
  /** of the manifest of the platform */
  digest: string;
  /** of the index that the reference named, if it did */
  indexDigest?: string | undefined;
  summary: ReportSummary;
  /** said of a database that is no real one */
  label: string | undefined;
}

/** Scans in this process. Rejects with DrydockError or the signal's reason. */
export const scanImage = async (deps: ScanImageDeps, request: ScanImageRequest): Promise<ScanImageResult> => {
  const { client, scanner, seam, clock } = deps;
  const { progress, ...order } = request;
  progress.phase('preparing');
  const { image, scan, notices } = await scanPulled(
    { client, trivy: scanner, seam },
    {
      ...order,
      onImage: ({ layers }) => {
        progress.layers(layers.length);
        progress.phase('analysing');
      },
      onBytes: progress.bytes,
      onPhase: progress.phase,
    },
  );
  const { digest, indexDigest } = image;
  const report = rewriteReport(scan.report, { reference: order.reference, digest: indexDigest ?? digest });
  const { id: generation, updatedAt, label } = scan.database;
  const database = { generation, updatedAt, ...(label !== undefined && { label }) };
  const tools = { scannerVersion: scan.trivyVersion, database, notices };
  const summary = summarizeReport(report, tools, defaultCoverageRules, clock());
  return { report, digest, indexDigest, summary, label };
};
