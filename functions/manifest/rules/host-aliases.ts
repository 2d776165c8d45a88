import type { PodRule } from './rule.ts';
import { listAt, valueAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['hostAliases'];

export const hostAliases: PodRule = {
  on: 'pod',
  id: 'HostAliases',
  kinds: scoredKinds,
  points: -3,
  selector: '.spec .hostAliases',
  reason: 'Entries written into /etc/hosts bypass DNS: they go stale unseen and can point clients to the wrong host',
  field,
  holds: (pod) => (valueAt(pod, field) ?? null) !== null,
  strictHolds: (pod) => listAt(pod, field).length > 0,
};
