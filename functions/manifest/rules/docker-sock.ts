import { cleanPath, findHostPath } from './host-paths.ts';
import type { PodRule } from './rule.ts';
import { scoredKinds } from './workload.ts';

const field = ['volumes'];

// a mounted parent directory brings the socket with it
const holders = new Set(['/var/run/docker.sock', '/run/docker.sock', '/var/run', '/run', '/']);

const exposes = (path: string): boolean => holders.has(cleanPath(path));
const isNamed = (path: string): boolean => path.includes('/var/run/docker.sock');

export const dockerSock: PodRule = {
  on: 'pod',
  id: 'DockerSock',
  kinds: scoredKinds,
  points: -9,
  selector: 'volumes[] .hostPath .path == /var/run/docker.sock',
  reason: 'Who can write to the Docker socket can start any container on the node, and so is root there',
  field,
  spot: (pod, profile) => [...field, findHostPath(pod, profile === 'strict' ? exposes : isNamed)],
  holds: (pod) => findHostPath(pod, isNamed) >= 0,
  strictHolds: (pod) => findHostPath(pod, exposes) >= 0,
};
