import { cleanPath, hostPaths } from './host-paths.ts';
import type { PodRule } from './rule.ts';
import { scoredKinds } from './workload.ts';

const field = ['volumes'];
// a mounted parent directory brings the socket with it
const exposesSocket = new Set(['/var/run/docker.sock', '/run/docker.sock', '/var/run', '/run', '/']);

export const dockerSock: PodRule = {
  on: 'pod',
  id: 'DockerSock',
  kinds: scoredKinds,
  points: -9,
  selector: 'volumes[] .hostPath .path == /var/run/docker.sock',
  reason: 'Who can write to the Docker socket can start any container on the node, and so is root there',
  field,
  holds: (pod) => hostPaths(pod).some((path) => path.includes('/var/run/docker.sock')),
  strictHolds: (pod) => hostPaths(pod).some((path) => exposesSocket.has(cleanPath(path))),
};
