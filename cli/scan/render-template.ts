import { existsSync, readFileSync } from 'node:fs';
import type { Report } from '../../functions/manifest/report.ts';
import { type PlannedRule, planRules, type RulePlan } from '../../functions/manifest/rule-plan.ts';
import { CommandError } from '../command.ts';
import { executeTemplate } from '../template/execute.ts';
import { type AppliedRule, reportsValue } from '../template/report-data.ts';
import { reportFunctions } from '../template/report-functions.ts';
import { fileError } from './file-error.ts';
import type { ScanOptions } from './scan-options.ts';
import type { ScannedFile } from './scanned-file.ts';

const readTemplate = (template: string): string => {
  if (template === '') throw new CommandError('template is unset, please specify with --template');
  if (!existsSync(template)) return template;
  try {
    return readFileSync(template, 'utf8');
  } catch (error) {
    throw fileError(error, template);
  }
};

const rulesFor = (report: Report, plan: RulePlan): readonly PlannedRule[] => {
  if (!report.valid) return [];
  if (report.object === 'Unknown') return plan.all;
  return plan.forKind.get(report.object.split('/', 1)[0]!) ?? [];
};

/** Every rule that looked at a document, once; kubesec's list has no order. */
const appliedRules = (report: Report, plan: RulePlan): AppliedRule[] => {
  const { critical = [], passed = [] } = report.scoring;
  const held = new Set([...critical, ...passed].map(({ id }) => id));
  const findings = new Map(rulesFor(report, plan).map(({ finding }) => [finding.id, finding]));
  return Array.from(findings.values(), (finding) => ({ ...finding, containers: held.has(finding.id) ? 1 : 0 }));
};

/** The reports through a Go template: a file where one has that name, else the text itself. Throws TemplateError. */
export const renderTemplate = (files: readonly ScannedFile[], options: ScanOptions, clock: () => number): string => {
  const plan = planRules(options);
  const source = readTemplate(options.template);
  const reports = files.flatMap(({ result }) => result.documents.map(({ report }) => report));
  const data = reportsValue(reports.map((report) => ({ report, rules: appliedRules(report, plan) })));
  return executeTemplate(source, data, reportFunctions(clock));
};
