import type { Profile } from '../profile.ts';
import type { Value } from '../value.ts';
import type { ContainerRule, Rule } from './rule.ts';
import { type ContainerList, containerLists, type Workload } from './workload.ts';

export const listsOf = (rule: ContainerRule, profile: Profile): readonly ContainerList[] =>
  (profile === 'strict' ? rule.strictLists : rule.lists) ?? containerLists;

/** The rule's own question about one container. */
export const holdsForContainer = (
  rule: ContainerRule,
  container: Value,
  pod: Value | undefined,
  profile: Profile,
): boolean =>
  profile === 'strict' && rule.strictHolds !== undefined
    ? rule.strictHolds(container, pod)
    : rule.holds(container, pod);

/** One container is enough, but for the points of the strict profile, which all containers must earn. */
const holdsForContainers = (rule: ContainerRule, workload: Workload, profile: Profile): boolean => {
  const allMust = profile === 'strict' && rule.points > 0;
  let any = false;
  for (const list of listsOf(rule, profile)) {
    for (const container of workload.containers[list]) {
      const holds = holdsForContainer(rule, container, workload.pod, profile);
      if (holds !== allMust) return holds;
      any = true;
    }
  }
  return any && allMust;
};

/** Whether a rule counts for a workload. */
export const ruleHolds = (rule: Rule, workload: Workload, profile: Profile): boolean => {
  if (rule.on === 'container') return holdsForContainers(rule, workload, profile);
  const isStrict = profile === 'strict';
  if (rule.on === 'pod') return ((isStrict && rule.strictHolds) || rule.holds)(workload.pod);
  return ((isStrict && rule.strictHolds) || rule.holds)(workload.document);
};
