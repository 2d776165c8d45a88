import { DrydockError } from '../../errors.ts';
import type { Clock, DeploymentKey, ScanLog } from '../ports.ts';
import { confirmedScan, type ImageOfDeps, imageOf } from './confirmed-scan.ts';
import { type ImageScan, isFinal } from './image-scan.ts';
import { queuedAgain, queuedScan, type ScanSubject } from './job.ts';
import type { ImageScanLimits } from './limits.ts';
import type { ImageCredentials, ImageScanStore, ScanQueue } from './ports.ts';
import { sealCredentials } from './seal-credentials.ts';
import type { Submitted } from './submit-request.ts';

export interface QueueDeps extends ImageOfDeps {
  scans: ImageScanStore;
  queue: ScanQueue;
  deploymentKey: DeploymentKey;
  limits: ImageScanLimits;
  clock: Clock;
  log: ScanLog;
}

interface Wish {
  credentials?: ImageCredentials | undefined;
  fresh?: boolean | undefined;
}

/** Others may finish and restart the same scan meanwhile; so often is not chance. */
const rounds = 5;

/** Of all who ask for the same scan at once exactly one queues it; the others get its row. */
export async function joinOrQueue(deps: QueueDeps, subject: ScanSubject, wish: Wish): Promise<Submitted> {
  for (let round = 0; round < rounds; round += 1) {
    const now = deps.clock();
    const [known, image] = await Promise.all([
      deps.scans.read(subject.tenant, subject.id),
      wish.fresh ? undefined : imageOf(deps, subject, subject.database),
    ]);
    const beside = image === undefined ? {} : { image };
    if (known !== undefined && answers(known, subject, wish, now, deps.limits)) {
      return { scan: known, isNew: false, ...beside };
    }
    const confirmed = image && (await confirmedScan(deps, subject, image));
    if (confirmed !== undefined) return { scan: confirmed, isNew: false, ...beside };
    const scan = known ? queuedAgain(known, subject, now, deps.limits) : queuedScan(subject, now, deps.limits);
    const isOurs = await (known ? deps.scans.replace(scan, known.fence) : deps.scans.create(scan));
    if (!isOurs) continue;
    await ring(deps, scan, wish.credentials);
    return { scan, isNew: true };
  }
  throw new DrydockError('storage_unavailable', 'others keep changing this scan');
}

/** Whether a scan that is there is what this caller asks for. */
function answers(
  known: ImageScan,
  subject: ScanSubject,
  { fresh, credentials }: Wish,
  now: number,
  limits: ImageScanLimits,
): boolean {
  if (!isFinal(known)) return true;
  if (fresh) return false;
  // What a tag named when the scan by reference was made says nothing about now.
  if (known.status === 'done') return subject.digest !== undefined;
  const isRecent = now - (known.finished ?? 0) < limits.failureMs;
  return isRecent && known.error?.retryable === false && credentials === undefined;
}

// The row is the truth and the sweeper rings again: a doorbell that does not ring delays the scan and no more.
async function ring(deps: QueueDeps, scan: ImageScan, credentials: ImageCredentials | undefined): Promise<void> {
  const { tenant, id, generation } = scan;
  const message = { tenant, id, generation };
  try {
    const sealed = credentials && sealCredentials(deps.deploymentKey, message, credentials);
    await deps.queue.ring(sealed === undefined ? message : { ...message, sealed });
  } catch (error) {
    deps.log.warn('scan queued, its doorbell not rung', { scan: id, reason: error instanceof Error ? error.name : '' });
  }
}
