import type { Finding, Report } from '../../functions/manifest/report.ts';
import type { GoSlice, GoStruct, GoValue } from '../go-format/value.ts';

/** A rule that was applied to a document, with how many places it counted. */
export interface AppliedRule extends Finding {
  containers: number;
}

/** A report together with every rule that applied to its kind, whatever came of it. */
export interface TemplateReport {
  report: Report;
  rules: readonly AppliedRule[];
}

const struct = (type: string, comparable: boolean, fields: [string, GoValue][]): GoStruct => ({
  kind: 'struct',
  type,
  comparable,
  fields: new Map(fields),
});

const ruleValue = (rule: AppliedRule): GoStruct =>
  struct('ruler.RuleRef', true, [
    ['ID', rule.id],
    ['Selector', rule.selector],
    ['Reason', rule.reason],
    ['Weight', 0n],
    ['Link', ''],
    ['Containers', BigInt(rule.containers)],
    ['Points', BigInt(rule.points)],
  ]);

const rulesValue = (rules: readonly AppliedRule[]): GoSlice => ({
  kind: 'slice',
  type: '[]ruler.RuleRef',
  items: rules.map(ruleValue),
});

const reportValue = ({ report, rules }: TemplateReport): GoStruct => {
  const counts = new Map(rules.map((rule) => [rule.id, rule.containers]));
  const findings = (list: readonly Finding[] = []): GoSlice =>
    rulesValue(list.map((finding) => ({ ...finding, containers: counts.get(finding.id) ?? 0 })));
  return struct('ruler.Report', false, [
    ['Object', report.object],
    ['Valid', report.valid],
    ['FileName', report.fileName],
    ['Rules', rulesValue(rules)],
    ['Message', report.message],
    ['Score', BigInt(report.score)],
    [
      'Scoring',
      struct('ruler.RuleScoring', false, [
        ['Critical', findings(report.scoring.critical)],
        ['Passed', findings(report.scoring.passed)],
        ['Advise', findings(report.scoring.advise)],
      ]),
    ],
  ]);
};

/** What kubesec hands to a template: its list of reports, with the fields of its Go structs in their order. */
export const reportsValue = (reports: readonly TemplateReport[]): GoSlice => ({
  kind: 'slice',
  type: 'report.reports',
  items: reports.map(reportValue),
});
