import { demand, type Principal } from '../access/principal.ts';
import { DrydockError } from '../errors.ts';
import { nextDigest } from './digest-times.ts';
import type { Clock, DeploymentKey, RandomBytes, SubscriptionStore, Transports } from './ports.ts';
import type { SubscriptionRequest } from './read-subscription.ts';
import { openTarget, type SealedTarget, sealTarget } from './sealed-target.ts';
import { newWebhookSecret } from './standard-webhook.ts';
import type { Subscription, Target } from './subscription.ts';

export interface ManageDeps {
  subscriptions: SubscriptionStore;
  transports: Transports;
  deploymentKey: DeploymentKey;
  clock: Clock;
  random: RandomBytes;
}

/** `secret` is shown this once. */
export interface ShownSubscription {
  subscription: Subscription;
  secret?: string;
  isNew: boolean;
}

const mostSubscriptions = 100;
/** A subscription without digests from now on gets what was collected so far within this time. */
const lastDigestMs = 600_000;
const namePattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Makes or changes a subscription; a webhook keeps its secret when its target changes. Enables one that was disabled. Throws
 * DrydockError `forbidden`, `bad_request` or `forbidden_address`.
 */
export async function putSubscription(
  deps: ManageDeps,
  principal: Principal,
  name: string,
  request: SubscriptionRequest,
): Promise<ShownSubscription> {
  demand(principal, 'admin');
  if (!namePattern.test(name)) bad('a subscription is named with 1 to 63 of a-z, 0-9 and inner dashes');
  checkTarget(deps.transports, request.target);
  const owner = { tenant: principal.tenant, name };
  for (;;) {
    const old = await deps.subscriptions.read(owner.tenant, name);
    const shown = subscriptionFor(deps, owner, request, old);
    if (old === undefined) await refuseTooMany(deps, owner.tenant);
    const isWritten =
      old === undefined
        ? await deps.subscriptions.create(shown.subscription)
        : await deps.subscriptions.replace(shown.subscription, old.fence);
    if (isWritten) return shown;
  }
}

/** Throws DrydockError `forbidden` or `not_found`. */
export async function readSubscriptionOf(
  deps: Pick<ManageDeps, 'subscriptions'>,
  principal: Principal,
  name: string,
): Promise<Subscription> {
  demand(principal, 'admin');
  const found = namePattern.test(name) ? await deps.subscriptions.read(principal.tenant, name) : undefined;
  return found ?? notFound();
}

export async function listSubscriptions(
  deps: Pick<ManageDeps, 'subscriptions'>,
  principal: Principal,
): Promise<Subscription[]> {
  demand(principal, 'admin');
  return deps.subscriptions.list(principal.tenant);
}

/** Throws DrydockError `forbidden` or `not_found`. */
export async function removeSubscription(
  deps: Pick<ManageDeps, 'subscriptions'>,
  principal: Principal,
  name: string,
): Promise<void> {
  demand(principal, 'admin');
  if (!namePattern.test(name) || !(await deps.subscriptions.remove(principal.tenant, name))) notFound();
}

/** A new signing secret; messages carry a signature of the old one, too, for `overlap` milliseconds. Throws as readSubscriptionOf, and `bad_request` where nothing is signed. */
export async function rotateSecret(
  deps: ManageDeps,
  principal: Principal,
  name: string,
  overlap: number,
): Promise<ShownSubscription> {
  for (;;) {
    const old = await readSubscriptionOf(deps, principal, name);
    if (old.target !== 'webhook') bad('only messages to webhooks are signed');
    const { target, secrets } = openTarget(deps.deploymentKey, old);
    const now = deps.clock();
    const secret = newWebhookSecret(deps.random);
    const before = secrets.slice(0, 1).map((one) => ({ ...one, until: now + overlap }));
    const sealed = sealTarget(deps.deploymentKey, old, { target, secrets: [{ secret }, ...before] });
    const subscription: Subscription = { ...old, sealed, updated: now, fence: old.fence + 1 };
    if (await deps.subscriptions.replace(subscription, old.fence)) return { subscription, secret, isNew: false };
  }
}

function subscriptionFor(
  deps: ManageDeps,
  owner: { tenant: string; name: string },
  { target, filter, digest, paused }: SubscriptionRequest,
  old: Subscription | undefined,
): ShownSubscription {
  const now = deps.clock();
  const known = old?.target === 'webhook' && target.type === 'webhook' ? secretsOf(deps, old) : undefined;
  const isSecretNew = known === undefined && target.type === 'webhook';
  const secret = isSecretNew ? newWebhookSecret(deps.random) : undefined;
  const secrets = known ?? (secret === undefined ? [] : [{ secret }]);
  const subscription: Subscription = {
    ...owner,
    target: target.type,
    sealed: sealTarget(deps.deploymentKey, owner, { target, secrets }),
    shown: shownTarget(target),
    filter,
    ...(digest !== undefined && { digest, due: nextDigest(digest, now) }),
    ...(digest === undefined && old?.due !== undefined && { due: Math.min(old.due, now + lastDigestMs) }),
    state: paused ? 'paused' : 'active',
    created: old?.created ?? now,
    updated: now,
    fence: (old?.fence ?? 0) + 1,
  };
  return { subscription, ...(secret !== undefined && { secret }), isNew: old === undefined };
}

// A deployment whose key was lost starts with new secrets instead of refusing every change.
function secretsOf({ deploymentKey }: ManageDeps, old: Subscription): SealedTarget['secrets'] | undefined {
  try {
    return openTarget(deploymentKey, old).secrets;
  } catch {
    return undefined;
  }
}

function checkTarget(transports: Transports, target: Target): void {
  switch (target.type) {
    case 'webhook':
    case 'slack':
      transports.http.check(target.url);
      return;
    case 'eventbridge':
      if (transports.bus === undefined) bad('this server sends nothing to EventBridge');
      return;
    case 'sns':
      if (transports.topic === undefined) bad('this server sends nothing to SNS');
  }
}

async function refuseTooMany(deps: ManageDeps, tenant: string): Promise<void> {
  const known = await deps.subscriptions.list(tenant);
  if (known.length >= mostSubscriptions) bad(`there are ${mostSubscriptions} subscriptions already`);
}

function shownTarget(target: Target): string {
  if (target.type === 'eventbridge') return target.bus;
  return target.type === 'sns' ? target.topic : new URL(target.url).origin;
}

function bad(message: string): never {
  throw new DrydockError('bad_request', message);
}

function notFound(): never {
  throw new DrydockError('not_found', 'there is no such subscription');
}
