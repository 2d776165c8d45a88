import { DrydockError } from '../errors.ts';
import type { Profile } from './profile.ts';
import type { Finding } from './report.ts';
import { allRules } from './rules/all.ts';
import type { Rule } from './rules/rule.ts';
import { podMakingKinds } from './rules/workload.ts';

/** A rule and how reports show it. */
export interface PlannedRule {
  rule: Rule;
  finding: Finding;
}

/** The rules of a scan in the order in which reports list them. */
export interface RulePlan {
  profile: Profile;
  all: readonly PlannedRule[];
  forKind: ReadonlyMap<string, readonly PlannedRule[]>;
}

// all reports share the findings, so nobody may change one
const planned: readonly PlannedRule[] = allRules.map((rule) => {
  const { id, selector, reason, points } = rule;
  return { rule, finding: Object.freeze({ id, selector, reason, points }) };
});

const byId: ReadonlyMap<string, PlannedRule> = new Map(planned.map((entry) => [entry.rule.id, entry]));

/** Most points first; among what costs points the dearest first; then by selector. */
const inReportOrder = (a: PlannedRule, b: PlannedRule): number => {
  const left = a.rule;
  const right = b.rule;
  if (left.points !== right.points) {
    return left.points > 0 || right.points > 0 ? right.points - left.points : left.points - right.points;
  }
  return left.selector < right.selector ? -1 : 1;
};

const kindsOf = (rule: Rule, profile: Profile): readonly string[] =>
  profile === 'strict' && rule.on !== 'document' ? podMakingKinds : rule.kinds;

const unknownOf = (ids: readonly string[]): string[] => ids.filter((id) => !byId.has(id));

/** What to look at; without `rules`, or with none, every rule. A rule named twice runs twice, as in kubesec. */
export interface RuleChoice {
  profile?: Profile;
  rules?: readonly string[];
  exclude?: readonly string[];
}

/** Throws `unknown_rule` naming every id that is no rule, in the order given. */
export const planRules = ({ profile = 'kubesec', rules = [], exclude = [] }: RuleChoice): RulePlan => {
  const unknown = unknownOf(rules);
  if (unknown.length > 0) throw new DrydockError('unknown_rule', `invalid rule IDs requested: ${unknown.join(', ')}`);
  const unknownExcluded = unknownOf(exclude);
  if (unknownExcluded.length > 0) {
    throw new DrydockError('unknown_rule', `invalid rule IDs excluded: ${unknownExcluded.join(', ')}`);
  }
  const chosen = rules.length === 0 ? planned : rules.map((id) => byId.get(id)!);
  const all = chosen.filter(({ rule }) => !exclude.includes(rule.id)).sort(inReportOrder);
  const forKind = new Map<string, PlannedRule[]>();
  for (const entry of all) {
    for (const kind of kindsOf(entry.rule, profile)) {
      const known = forKind.get(kind);
      if (known === undefined) forKind.set(kind, [entry]);
      else known.push(entry);
    }
  }
  return { profile, all, forKind };
};
