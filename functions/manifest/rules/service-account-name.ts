import type { Value } from '../value.ts';
import type { PodRule } from './rule.ts';
import { valueAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['serviceAccountName'];
const sharedAccount: ReadonlySet<Value> = new Set(['', 'default']);

export const serviceAccountName: PodRule = {
  on: 'pod',
  id: 'ServiceAccountName',
  kinds: scoredKinds,
  points: 3,
  selector: '.spec .serviceAccountName',
  reason:
    'An account of its own lets the workload have just the API permissions it needs, instead of sharing the default one',
  field,
  holds: (pod) => {
    const name = valueAt(pod, field) ?? '<nil>';
    return name !== '<nil>';
  },
  strictHolds: (pod) => !sharedAccount.has(valueAt(pod, field) ?? ''),
};
