import type { Value } from '../value.ts';
import type { ContainerRule } from './rule.ts';
import { listAt, valueAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['env'];
const isSet = (reference: Value | undefined): boolean => reference !== undefined && reference !== null;

const findKey = (container: Value | undefined): number =>
  listAt(container, ['env']).findIndex((entry) => isSet(valueAt(entry, ['valueFrom', 'secretKeyRef'])));

const findSecret = (container: Value | undefined): number =>
  listAt(container, ['envFrom']).findIndex((entry) => isSet(valueAt(entry, ['secretRef'])));

export const secretsAsEnvironmentVariables: ContainerRule = {
  on: 'container',
  id: 'SecretsAsEnvironmentVariables',
  kinds: [...scoredKinds, 'ReplicaSet', 'Job', 'CronJob'],
  points: -5,
  selector:
    '.spec .containers[] .env[] .valueFrom .secretKeyRef | .spec .initContainers[] .env[] .valueFrom .secretKeyRef | .spec .ephemeralContainers[] .env[] .valueFrom .secretKeyRef | .spec .containers[] .envFrom[] .secretRef | .spec .initContainers[] .envFrom[] .secretRef | .spec .ephemeralContainers[] .envFrom[] .secretRef',
  reason: 'Environment variables end up in crash reports, logs and child processes; mount the secret as a file instead',
  field,
  spot: (container) => {
    const key = findKey(container);
    return key >= 0 ? ['env', key] : ['envFrom', findSecret(container)];
  },
  holds: (container) => findKey(container) >= 0 || findSecret(container) >= 0,
};
