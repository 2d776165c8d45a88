import { DrydockError } from '../../functions/errors.ts';
import type { CoverageNotice } from '../../functions/image/coverage.ts';
import type { Platform } from '../../functions/image/platform.ts';
import type { ImageReference } from '../../functions/image/reference.ts';
import { rewriteReport } from '../../functions/image/rewrite-report.ts';
import { type ReportSummary, summarizeReport } from '../../functions/image/summarize-report.ts';
import type { TrivyReport } from '../../functions/image/trivy-report.ts';
import type { RegistryClient, RegistryCredentials } from '../../functions/registry/ports.ts';
import { type PullThrough, pullThrough } from '../../functions/registry/pull-through.ts';
import type { ImageScan, ImageScanner } from '../../functions/trivy/scanner.ts';
import type { ScanProgress } from './scan-progress.ts';

export interface ScanImageDeps {
  client: RegistryClient;
  scanner: ImageScanner;
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
  /** of the index when the reference named one, else of the manifest */
  digest: string;
  summary: ReportSummary;
  /** said of a database that is no real one */
  label: string | undefined;
}

/** Past this age a database proves nothing any more. */
const maxDatabaseAgeMs = 7 * 24 * 3_600_000;

/** The scan, once every transfer is known to be whole. What broke while layers were fetched explains best why the scanner gave up. */
const scanServed = async (
  served: PullThrough,
  signal: AbortSignal,
  scan: () => Promise<ImageScan>,
): Promise<ImageScan> => {
  const complete = (): Promise<void> =>
    served.complete().catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
  const done = await scan().catch(async (error: unknown) => {
    if (error instanceof DrydockError) await complete();
    throw error;
  });
  await complete();
  return done;
};

/** Resolves, serves to the scanner, scans, and believes the report only when every transfer was verified. Rejects with DrydockError or the signal's reason. */
export const scanImage = async (deps: ScanImageDeps, request: ScanImageRequest): Promise<ScanImageResult> => {
  const { client, scanner, clock } = deps;
  const { reference, platform, credentials, signal, progress } = request;
  progress.phase('preparing');
  const image = await client.resolve(reference, { platform, credentials, signal });
  progress.layers(image.layers.length);
  const served = await pullThrough({ client }, image, { credentials, signal, onProgress: progress.bytes });
  try {
    progress.phase('analysing');
    const scan = await scanServed(served, signal, () =>
      scanner.scan({ reference: served.reference, platform, signal, onPhase: progress.phase }),
    );
    const digest = image.indexDigest ?? image.digest;
    const report = rewriteReport(scan.report, { reference, digest });
    const tools = {
      scannerVersion: scan.trivyVersion,
      database: { generation: scan.database.id, updatedAt: scan.database.updatedAt },
      notices: noticesOf(scan),
    };
    const summary = summarizeReport(report, tools, { maxDatabaseAgeMs }, clock());
    return { report, digest, summary, label: scan.database.label };
  } finally {
    await served.close();
  }
};

const noticesOf = ({ jarsUnknown, osUnlisted }: ImageScan): CoverageNotice[] => [
  ...(jarsUnknown ? (['java_database_missing'] as const) : []),
  ...(osUnlisted ? (['os_without_advisories'] as const) : []),
];
