import { demand, type Principal } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { defaultPlatform, formatPlatform, type Platform, parsePlatform } from '../../image/platform.ts';
import { formatReference, type ImageReference, parseReference } from '../../image/reference.ts';
import type { Clock, DeploymentKey, ScanLog, Timer } from '../ports.ts';
import { waitAtMost } from '../wait-at-most.ts';
import { onceForKey } from './idempotency.ts';
import { imageScanId } from './image-scan-id.ts';
import type { ScanSubject } from './job.ts';
import { joinOrQueue } from './join-or-queue.ts';
import type { ImageScanLimits } from './limits.ts';
import type {
  BeginUse,
  CurrentDatabase,
  DeriveChecks,
  IdempotencyStore,
  ImageCredentials,
  ImageResolver,
  ImageScanStore,
  ImageStore,
  ScanQueue,
} from './ports.ts';
import { canonicalScanners } from './scanners.ts';
import type { AskedImage, ImageScanRequest, Submitted } from './submit-request.ts';

export interface SubmitDeps {
  scans: ImageScanStore;
  images: ImageStore;
  idempotency: IdempotencyStore;
  queue: ScanQueue;
  resolver: ImageResolver;
  database: CurrentDatabase;
  deploymentKey: DeploymentKey;
  /** absent where each image shows its own last check */
  deriveChecks?: DeriveChecks;
  /** absent where nothing is watched */
  beginUse?: BeginUse;
  limits: ImageScanLimits;
  clock: Clock;
  timer: Timer;
  log: ScanLog;
}

export interface ForCaller {
  /** may be another name of the content than the scan's */
  asked: AskedImage;
  /** that the image is in use, while the answer is made; never rejects */
  noted: Promise<void> | undefined;
}

/**
 * Answers from the same scan where there is one, else makes its row and rings. Throws DrydockError `forbidden`,
 * `bad_reference`, `bad_platform`, `bad_request`, `database_missing`, `idempotency_key_reused`, `idempotency_key_in_use`,
 * and what the registry says within the time for it; a slower registry is left to the worker.
 */
export async function submitImageScan(
  deps: SubmitDeps,
  principal: Principal,
  request: ImageScanRequest,
): Promise<Submitted & ForCaller> {
  demand(principal, 'scan:write');
  const wanted = {
    reference: parseReference(request.image),
    platform: request.platform === undefined ? defaultPlatform : parsePlatform(request.platform),
    scanners: canonicalScanners(request.scanners ?? []),
  };
  const image = formatReference(wanted.reference);
  const used = { tenant: principal.tenant, image, platform: formatPlatform(wanted.platform) };
  const use = request.watch === undefined ? deps.beginUse?.(used) : undefined;
  let found: Found;
  const submitted = await onceForKey(deps, principal.tenant, request, async () => {
    const resolving = resolveInTime(deps, wanted, request.credentials);
    // Without a database nobody waits for it.
    resolving.catch(() => undefined);
    const { generation } = await deps.database();
    found = await resolving;
    const subject = subjectOf(deps.deploymentKey, principal.tenant, {
      ...wanted,
      found,
      generation,
      isPrivate: request.credentials !== undefined,
      watch: request.watch,
    });
    return joinOrQueue(deps, subject, request);
  });
  const asked = { image, ...(found?.indexDigest !== undefined && { indexDigest: found.indexDigest }) };
  return { ...submitted, asked, noted: use && noteKnown(deps, use, submitted) };
}

/** A scan of today says that its image is in use when it ends; one that was there already says so now. */
async function noteKnown({ log }: SubmitDeps, use: ReturnType<BeginUse>, { scan, isNew }: Submitted): Promise<void> {
  const { digest, status } = scan;
  if (isNew || digest === undefined || status === 'failed') return;
  await use(digest).catch((error: unknown) => {
    log.warn('use not noted', { scan: scan.id, reason: error instanceof Error ? error.name : '' });
  });
}

interface Wanted {
  reference: ImageReference;
  platform: Platform;
  scanners: string;
}

type Found = { digest: string; indexDigest?: string } | undefined;

async function resolveInTime(
  deps: SubmitDeps,
  { reference, platform }: Wanted,
  credentials: ImageCredentials | undefined,
): Promise<Found> {
  const late = new DrydockError('registry_unavailable', 'the registry takes long to answer');
  const resolve = (signal: AbortSignal) =>
    deps.resolver.resolve(reference, { platform, signal, ...(credentials !== undefined && { credentials }) });
  try {
    const { digest, indexDigest } = await waitAtMost(deps.timer, deps.limits.resolveMs, resolve, () => late);
    return { digest, ...(indexDigest !== undefined && { indexDigest }) };
  } catch (error) {
    if (error === late) return undefined;
    throw error;
  }
}

function subjectOf(
  key: DeploymentKey,
  tenant: string,
  wanted: Wanted & { found: Found; generation: string; isPrivate: boolean; watch: string | undefined },
): ScanSubject {
  const { reference, scanners, found, generation: database, watch } = wanted;
  const image = formatReference(reference);
  const platform = formatPlatform(wanted.platform);
  return {
    tenant,
    id: imageScanId(key, { tenant, subject: found?.digest ?? image, platform, scanners, database }),
    image,
    repository: `${reference.registry}/${reference.repository}`,
    ...{ platform, scanners, database },
    ...found,
    needsCredentials: wanted.isPrivate,
    ...(watch !== undefined && { watch }),
  };
}
