import { type SealContext, seal, unseal } from '../access/seal.ts';
import { DrydockError } from '../errors.ts';
import type { DeploymentKey } from './ports.ts';
import type { Subscription, Target } from './subscription.ts';

/** What only this deployment can read of a subscription. */
export interface SealedTarget {
  target: Target;
  /** newest first; empty for targets that take no signature */
  secrets: readonly { secret: string; until?: number }[];
}

type Owner = Pick<Subscription, 'tenant' | 'name'>;

export const sealTarget = (key: DeploymentKey, owner: Owner, target: SealedTarget): string =>
  seal(contextOf(key, owner), JSON.stringify(target));

/** Throws DrydockError `credentials_gone` when the deployment's key is not the one that sealed it. */
export function openTarget(key: DeploymentKey, subscription: Subscription): SealedTarget {
  const text = unseal(contextOf(key, subscription), subscription.sealed);
  if (text !== undefined) return JSON.parse(text) as SealedTarget;
  throw new DrydockError('credentials_gone', 'the target of this subscription cannot be opened: put it again');
}

const contextOf = (key: DeploymentKey, { tenant, name }: Owner): SealContext => ({
  key,
  purpose: 'drydock-subscription-1',
  binding: `${tenant}#${name}`,
});
