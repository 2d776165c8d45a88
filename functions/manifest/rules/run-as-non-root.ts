import type { ContainerRule } from './rule.ts';
import { inherited } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'runAsNonRoot'];

export const runAsNonRoot: ContainerRule = {
  on: 'container',
  id: 'RunAsNonRoot',
  kinds: scoredKinds,
  points: 1,
  selector: '.spec, .spec.containers[] | .securityContext .runAsNonRoot == true',
  reason: 'The kubelet then refuses to start the container as root, so a mistake in the image cannot bring root back',
  field,
  holds: (container, pod) => inherited(container, pod, field) === true,
};
