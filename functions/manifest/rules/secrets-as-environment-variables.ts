import type { Value } from '../value.ts';
import type { ContainerRule } from './rule.ts';
import { listAt, valueAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['env'];
const isSet = (reference: Value | undefined): boolean => reference !== undefined && reference !== null;

export const secretsAsEnvironmentVariables: ContainerRule = {
  on: 'container',
  id: 'SecretsAsEnvironmentVariables',
  kinds: [...scoredKinds, 'ReplicaSet', 'Job', 'CronJob'],
  points: -5,
  selector:
    '.spec .containers[] .env[] .valueFrom .secretKeyRef | .spec .initContainers[] .env[] .valueFrom .secretKeyRef | .spec .ephemeralContainers[] .env[] .valueFrom .secretKeyRef | .spec .containers[] .envFrom[] .secretRef | .spec .initContainers[] .envFrom[] .secretRef | .spec .ephemeralContainers[] .envFrom[] .secretRef',
  reason: 'Environment variables end up in crash reports, logs and child processes; mount the secret as a file instead',
  field,
  holds: (container) =>
    listAt(container, ['env']).some((entry) => isSet(valueAt(entry, ['valueFrom', 'secretKeyRef']))) ||
    listAt(container, ['envFrom']).some((entry) => isSet(valueAt(entry, ['secretRef']))),
};
