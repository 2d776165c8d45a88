import { DrydockError } from '../../errors.ts';
import type { Clock, DeploymentKey } from '../ports.ts';
import { hmac } from './image-scan-id.ts';
import type { IdempotencyClaim, IdempotencyStore, ImageScanStore } from './ports.ts';
import type { ImageScanRequest, Submitted } from './submit-request.ts';

export interface IdempotencyDeps {
  idempotency: IdempotencyStore;
  scans: ImageScanStore;
  deploymentKey: DeploymentKey;
  clock: Clock;
}

const keptSeconds = 86_400;
/** A first request that takes longer died with its process. */
const answeringMs = 30_000;

/**
 * Does the work once for a key of a tenant within 24 hours, and answers its scan afterwards. Another request under the same key
 * is `idempotency_key_reused`, the same one while the first is being answered `idempotency_key_in_use`. A failure frees the key.
 */
export async function onceForKey(
  deps: IdempotencyDeps,
  tenant: string,
  request: ImageScanRequest,
  work: () => Promise<Submitted>,
): Promise<Submitted> {
  if (request.idempotencyKey === undefined) return work();
  const mine = claimOf(deps, tenant, request, request.idempotencyKey);
  const standing = await deps.idempotency.claim(mine);
  if (standing.request !== mine.request) {
    throw new DrydockError('idempotency_key_reused', 'this idempotency key came with another request before');
  }
  if (standing.scan !== undefined) {
    const scan = await deps.scans.read(tenant, standing.scan);
    if (scan !== undefined) return { scan, isNew: false };
  } else if (standing.claimed !== mine.claimed && mine.claimed - standing.claimed < answeringMs) {
    throw new DrydockError('idempotency_key_in_use', 'the first request with this idempotency key is being answered', {
      retryAfter: 1,
    });
  }
  return settled(deps, mine, work);
}

async function settled(deps: IdempotencyDeps, claim: IdempotencyClaim, work: () => Promise<Submitted>) {
  let submitted: Submitted;
  try {
    submitted = await work();
  } catch (error) {
    await deps.idempotency.release(claim).catch(() => undefined);
    throw error;
  }
  // The scan is queued: a key that is not settled is answered from the same scan, by single flight.
  await deps.idempotency.settle(claim, submitted.scan.id).catch(() => undefined);
  return submitted;
}

function claimOf(deps: IdempotencyDeps, tenant: string, request: ImageScanRequest, key: string): IdempotencyClaim {
  if (key.length > 255 || key.trim() === '') {
    throw new DrydockError('bad_request', 'an idempotency key has 1 to 255 characters');
  }
  const { image, platform = '', credentials, fresh = false, scanners = [] } = request;
  const { username, password, token } = credentials ?? {};
  const parts = [image, platform, String(fresh), JSON.stringify(scanners.toSorted())];
  const secrets = JSON.stringify([username, password, token]);
  const now = deps.clock();
  return {
    tenant,
    key: hmac(deps.deploymentKey, 'drydock-idempotency-key-1', [key]),
    request: hmac(deps.deploymentKey, 'drydock-idempotent-request-1', [...parts, secrets]),
    claimed: now,
    expires: Math.ceil(now / 1000) + keptSeconds,
  };
}
