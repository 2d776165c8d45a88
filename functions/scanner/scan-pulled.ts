import { DrydockError } from '../errors.ts';
import type { CoverageNotice } from '../image/coverage.ts';
import type { Platform } from '../image/platform.ts';
import type { ImageReference } from '../image/reference.ts';
import type { RegistryClient, RegistryCredentials, ResolvedImage } from '../registry/ports.ts';
import { type PullThrough, pullThrough } from '../registry/transfers/pull-through.ts';
import type { Progress } from '../registry/transfers/transfers.ts';
import type { ImageAnalysis } from '../scans/image/image-analysis.ts';
import type { CacheSeam, ScanCache } from '../trivy/cache/cache-seam.ts';
import type { ScanPhase } from '../trivy/phase.ts';
import type { ScannerName } from '../trivy/scan-arguments.ts';
import type { ImageScan, ImageScanner } from '../trivy/scanner.ts';
import { blameImage } from './blame-image.ts';
import { openCache } from './open-cache.ts';
import { scanNotices } from './scan-notices.ts';

export interface ScanPulledDeps {
  client: Pick<RegistryClient, 'resolve' | 'openBlob'>;
  trivy: ImageScanner;
  /** analyses of layers that are kept; each scan analyses all when absent */
  seam?: CacheSeam | undefined;
}

export interface PulledOrder {
  reference: ImageReference;
  platform: Platform;
  credentials?: RegistryCredentials | undefined;
  /** vulnerabilities alone when absent */
  scanners?: readonly ScannerName[];
  /** no analysis that is kept is used */
  afresh?: boolean;
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
  /** what is kept of the layers; absent when it is not all that the scan knew */
  analysis?: ImageAnalysis;
}

/** Resolves an image, serves it to Trivy, and believes the report only when every transfer was verified. Rejects with DrydockError or the signal's reason. */
export async function scanPulled(deps: ScanPulledDeps, order: PulledOrder): Promise<PulledScan> {
  const { reference, platform, credentials, signal, onImage } = order;
  const image = await deps.client.resolve(reference, { platform, credentials, signal });
  onImage?.(image);
  return scanResolved(deps, image, order).catch(async (error: unknown) => {
    throw await blameImage(deps.client, image, error, { credentials, signal });
  });
}

async function scanResolved(deps: ScanPulledDeps, image: ResolvedImage, order: PulledOrder): Promise<PulledScan> {
  const cache = await openCache(deps, image, order);
  if (cache === undefined) return scanImage(deps, image, order);
  try {
    return await scanImage(deps, image, order, cache);
  } catch (error) {
    // Whatever is wrong with the cache: the image can be scanned without.
    if (!(error instanceof DrydockError && error.code === 'scanner_cache')) throw error;
    return await scanImage(deps, image, order);
  } finally {
    cache.close();
  }
}

async function scanImage(
  { client, trivy }: ScanPulledDeps,
  image: ResolvedImage,
  order: PulledOrder,
  cache?: ScanCache,
): Promise<PulledScan> {
  const { platform, credentials, signal, onBytes, onPhase, scanners, parallel, deadlineMs } = order;
  const served = await pullThrough({ client }, image, {
    ...{ credentials, signal, isKnownSystem: cache?.hasSystem },
    ...(onBytes !== undefined && { onProgress: onBytes }),
  });
  try {
    const scan = await scanServed(served, signal, () =>
      trivy.scan({
        ...{ reference: served.reference, platform, signal },
        ...(cache !== undefined && { cacheUrl: cache.url }),
        ...(scanners !== undefined && { scanners }),
        ...(parallel !== undefined && { parallel }),
        ...(deadlineMs !== undefined && { deadlineMs }),
        ...(onPhase !== undefined && { onPhase }),
      }),
    );
    const analysis = scan.jarsUnknown ? undefined : await cache?.commit(served.isVerified);
    const ours = analysis && { analysis: { scanner: scan.trivyVersion, ...analysis } };
    const notices = await scanNotices(client, image, scan, { credentials, signal, search: served.search });
    return { image, scan, notices, ...ours };
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
