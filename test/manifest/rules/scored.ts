import type { Profile } from '../../../functions/manifest/profile.ts';
import type { Report } from '../../../functions/manifest/report.ts';
import { planRules, type RuleChoice } from '../../../functions/manifest/rule-plan.ts';
import { scoreDocument } from '../../../functions/manifest/score.ts';
import { toValue } from '../values.ts';

/** The report on a document that is taken for valid. */
export const scored = (document: unknown, choice: RuleChoice = {}): Report => {
  const report: Report = { object: '', valid: true, fileName: 'API', message: '', score: 0, scoring: {} };
  scoreDocument(report, document === undefined ? undefined : toValue(document), planRules(choice));
  return report;
};

/** Whether one rule counts for a document. */
export const counts = (id: string, document: unknown, profile: Profile = 'kubesec'): boolean => {
  const { critical, passed } = scored(document, { rules: [id], profile }).scoring;
  return critical !== undefined || passed !== undefined;
};

export const pod = (spec: unknown, kind = 'Pod'): unknown => {
  if (kind === 'Pod') return { kind, spec };
  const workload = { template: { spec } };
  return { kind, spec: kind === 'CronJob' ? { jobTemplate: { spec: workload } } : workload };
};

/** A Pod with one container. */
export const container = (fields: object, podFields: object = {}): unknown =>
  pod({ ...podFields, containers: [{ name: 'c', ...fields }] });

export const secured = (securityContext: object, podSecurityContext?: object): unknown =>
  container({ securityContext }, podSecurityContext === undefined ? {} : { securityContext: podSecurityContext });
