import { allRules } from '../../functions/manifest/rules/all.ts';

/** A rule as kubesec prints it; the order of the fields is the order of its JSON and YAML. */
export interface RuleRow {
  readonly id: string;
  readonly selector: string;
  readonly reason: string;
  readonly kinds: readonly string[];
  readonly points: number;
  /** a weight that kubesec prints and does not use */
  readonly advise: number;
}

const advised = new Map([
  ['ReadOnlyRootFilesystem', 3],
  ['RunAsGroup', 4],
  ['RunAsNonRoot', 10],
  ['RunAsUser', 4],
]);

/** Every rule, ordered by id. */
export const ruleRows = (): RuleRow[] =>
  allRules.map(({ id, selector, reason, kinds, points }) => ({
    id,
    selector,
    reason,
    kinds,
    points,
    advise: advised.get(id) ?? 0,
  }));
