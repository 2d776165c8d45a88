import { cleanPath, hostPaths } from './host-paths.ts';
import type { PodRule } from './rule.ts';
import { scoredKinds } from './workload.ts';

const field = ['volumes'];
const exposesProc = (path: string): boolean => path === '/' || path === '/proc' || path.startsWith('/proc/');

export const procMount: PodRule = {
  on: 'pod',
  id: 'ProcMount',
  kinds: scoredKinds,
  points: -9,
  selector: 'volumes[] .hostPath .path == /proc',
  reason: "The node's /proc shows its processes and lets kernel settings be changed from inside the container",
  field,
  holds: (pod) => hostPaths(pod).some((path) => path.includes('/proc')),
  strictHolds: (pod) => hostPaths(pod).some((path) => exposesProc(cleanPath(path))),
};
