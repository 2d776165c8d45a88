import type { Value } from '../value.ts';
import { listAt, valueAt } from './value-at.ts';

export type ContainerList = 'initContainers' | 'containers' | 'ephemeralContainers';

export const containerLists: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** Kubernetes refuses resources on ephemeral containers. */
export const listsWithResources: readonly ContainerList[] = ['initContainers', 'containers'];

/** Kinds to which kubesec applies its pod rules. */
export const scoredKinds: readonly string[] = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet'];

/** Every built-in kind that makes pods; the strict profile applies pod rules to all of them. */
export const podMakingKinds: readonly string[] = [
  ...scoredKinds,
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
];

/** What rules look at, taken apart once per document. */
export interface Workload {
  document: Value;
  pod: Value | undefined;
  containers: Record<ContainerList, readonly Value[]>;
}

const inPod = ['spec'];
const inTemplate = ['spec', 'template', 'spec'];
const inCronJob = ['spec', 'jobTemplate', 'spec', 'template', 'spec'];

export const podSpecPath = (document: Value): readonly string[] => {
  const kind = valueAt(document, ['kind']);
  if (kind === 'Pod') return inPod;
  return kind === 'CronJob' ? inCronJob : inTemplate;
};

export const workloadOf = (document: Value): Workload => {
  const pod = valueAt(document, podSpecPath(document));
  return {
    document,
    pod,
    containers: {
      initContainers: listAt(pod, ['initContainers']),
      containers: listAt(pod, ['containers']),
      ephemeralContainers: listAt(pod, ['ephemeralContainers']),
    },
  };
};
