import { DrydockError } from '../errors.ts';
import type { CoverageNotice } from '../image/coverage.ts';
import type { Platform } from '../image/platform.ts';
import type { ImageReference } from '../image/reference.ts';
import type { RegistryClient, RegistryCredentials, ResolvedImage } from '../registry/ports.ts';
import { type PullThrough, pullThrough } from '../registry/pull-through.ts';
import type { Progress } from '../registry/transfers.ts';
import type { ScanPhase } from '../trivy/phase.ts';
import type { ScannerName } from '../trivy/scan-arguments.ts';
import type { ImageScan, ImageScanner } from '../trivy/scanner.ts';

export interface ScanPulledDeps {
  client: Pick<RegistryClient, 'resolve' | 'openBlob'>;
  trivy: ImageScanner;
}

export interface PulledOrder {
  reference: ImageReference;
  platform: Platform;
  credentials?: RegistryCredentials | undefined;
  /** vulnerabilities alone when absent */
  scanners?: readonly ScannerName[];
  /** 1 needs the least memory */
  parallel?: number;
  deadlineMs?: number;
  signal: AbortSignal;
  onImage?: (image: ResolvedImage) => void;
  onBytes?: (progress: Progress) => void;
  onPhase?: (phase: ScanPhase) => void;
}

export interface PulledScan {
  image: ResolvedImage;
  scan: ImageScan;
  notices: readonly CoverageNotice[];
}

/** Resolves an image, serves it to Trivy, and believes the report only when every transfer was verified. Rejects with DrydockError or the signal's reason. */
export async function scanPulled({ client, trivy }: ScanPulledDeps, order: PulledOrder): Promise<PulledScan> {
  const { reference, platform, credentials, signal, onImage, onBytes, onPhase } = order;
  const { scanners, parallel, deadlineMs } = order;
  const image = await client.resolve(reference, { platform, credentials, signal });
  onImage?.(image);
  const served = await pullThrough({ client }, image, {
    ...{ credentials, signal },
    ...(onBytes !== undefined && { onProgress: onBytes }),
  });
  try {
    const scan = await scanServed(served, signal, () =>
      trivy.scan({
        ...{ reference: served.reference, platform, signal },
        ...(scanners !== undefined && { scanners }),
        ...(parallel !== undefined && { parallel }),
        ...(deadlineMs !== undefined && { deadlineMs }),
        ...(onPhase !== undefined && { onPhase }),
      }),
    );
    return { image, scan, notices: noticesOf(scan) };
  } finally {
    await served.close();
  }
}

/** The scan, once every transfer is known to be whole. What broke while layers were fetched explains best why the scanner gave up. */
async function scanServed(
  served: PullThrough,
  signal: AbortSignal,
  scan: () => Promise<ImageScan>,
): Promise<ImageScan> {
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
}

const noticesOf = ({ jarsUnknown, osUnlisted }: ImageScan): CoverageNotice[] => [
  ...(jarsUnknown ? (['java_database_missing'] as const) : []),
  ...(osUnlisted ? (['os_without_advisories'] as const) : []),
];
