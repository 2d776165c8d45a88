import type { Finding, Report } from './report.ts';
import type { PlannedRule, RulePlan } from './rule-plan.ts';
import { ruleHolds } from './rules/holds.ts';
import { valueAt } from './rules/value-at.ts';
import { type Workload, workloadOf } from './rules/workload.ts';
import type { Value } from './value.ts';

const kindPath = ['kind'];
const nothing: readonly PlannedRule[] = [];

const verdict = (score: number): string => `${score >= 0 ? 'Passed' : 'Failed'} with a score of ${score} points`;

/** Fills in what rules say of a valid document; undefined stands for one that Go cannot decode. */
export const scoreDocument = (report: Report, document: Value | undefined, plan: RulePlan): void => {
  const kind = valueAt(document, kindPath);
  // without a kind kubesec cannot tell that a rule does not fit, so that all of them run and none holds
  const rules = kind === undefined ? plan.all : (typeof kind === 'string' && plan.forKind.get(kind)) || nothing;
  if (rules.length === 0) {
    report.message = 'This resource kind is not supported by kubesec';
    return;
  }
  const workload = kind === undefined ? undefined : workloadOf(document!);
  judge(report, rules, workload, plan);
  report.message = verdict(report.score);
};

const judge = (
  report: Report,
  rules: readonly PlannedRule[],
  workload: Workload | undefined,
  { profile }: RulePlan,
): void => {
  const critical: Finding[] = [];
  const passed: Finding[] = [];
  const advise: Finding[] = [];
  for (const { rule, finding } of rules) {
    const holds = workload !== undefined && ruleHolds(rule, workload, profile);
    if (holds) {
      report.score += rule.points;
      (rule.points < 0 ? critical : passed).push(finding);
    } else if (rule.points > 0) {
      advise.push(finding);
    }
  }
  const { scoring } = report;
  if (critical.length > 0) scoring.critical = critical;
  if (passed.length > 0) scoring.passed = passed;
  if (advise.length > 0) scoring.advise = advise;
};
