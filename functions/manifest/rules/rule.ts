import type { Profile } from '../profile.ts';
import type { Path, Value } from '../value.ts';
import type { ContainerList } from './workload.ts';

/** What a rule is called, where it applies and what it is worth. */
interface RuleRow {
  id: string;
  /** exact kinds it applies to in the kubesec profile */
  kinds: readonly string[];
  /** added when the rule holds; below zero it is a finding, above zero an advice until it holds */
  points: number;
  selector: string;
  reason: string;
  /** keys from the container, pod spec or document to what the rule looks at */
  field: readonly string[];
  /** steps to the list entry that makes the rule hold, from the same place; for rules that look through lists */
  spot?: (subject: Value | undefined, profile: Profile) => Path;
}

/** Looks at one container with its pod; kubesec asks for one container that holds. */
export interface ContainerRule extends RuleRow {
  on: 'container';
  /** lists kubesec looks at, all three when absent */
  lists?: readonly ContainerList[];
  /** lists the strict profile looks at, all three when absent */
  strictLists?: readonly ContainerList[];
  holds: (container: Value, pod: Value | undefined) => boolean;
  strictHolds?: (container: Value, pod: Value | undefined) => boolean;
}

/** Looks at the pod spec, whatever carries it. */
export interface PodRule extends RuleRow {
  on: 'pod';
  holds: (pod: Value | undefined) => boolean;
  strictHolds?: (pod: Value | undefined) => boolean;
}

/** Looks at the document as a whole. */
export interface DocumentRule extends RuleRow {
  on: 'document';
  holds: (document: Value) => boolean;
  strictHolds?: (document: Value) => boolean;
}

export type Rule = ContainerRule | PodRule | DocumentRule;
