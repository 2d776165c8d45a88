import { cleanPath, findHostPath } from './host-paths.ts';
import type { PodRule } from './rule.ts';
import { scoredKinds } from './workload.ts';

const field = ['volumes'];

const exposes = (path: string): boolean => /^\/(proc(\/.*)?)?$/s.test(cleanPath(path));
const isNamed = (path: string): boolean => path.includes('/proc');

export const procMount: PodRule = {
  on: 'pod',
  id: 'ProcMount',
  kinds: scoredKinds,
  points: -9,
  selector: 'volumes[] .hostPath .path == /proc',
  reason: "The node's /proc shows its processes and lets kernel settings be changed from inside the container",
  field,
  spot: (pod, profile) => [...field, findHostPath(pod, profile === 'strict' ? exposes : isNamed)],
  holds: (pod) => findHostPath(pod, isNamed) >= 0,
  strictHolds: (pod) => findHostPath(pod, exposes) >= 0,
};
