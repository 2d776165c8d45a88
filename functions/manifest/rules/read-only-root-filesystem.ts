import type { ContainerRule } from './rule.ts';
import { valueAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'readOnlyRootFilesystem'];

export const readOnlyRootFilesystem: ContainerRule = {
  on: 'container',
  id: 'ReadOnlyRootFilesystem',
  kinds: scoredKinds,
  points: 1,
  selector: 'containers[] .securityContext .readOnlyRootFilesystem == true',
  reason: 'An attacker who gets in cannot plant or replace programs when the root filesystem is mounted read-only',
  field,
  holds: (container) => valueAt(container, field) === true,
};
