import { readFindings } from '../../functions/image/read-findings.ts';
import { parseTrivyReport } from '../../functions/image/trivy-report.ts';

/** The findings of a report of Trivy's, so that two can be compared: a line for each. */
export const foundIn = (json: string): string =>
  readFindings(parseTrivyReport(json))
    .map(({ id, package: name, installed, path }) => `${id} ${name} ${installed} ${path}`)
    .toSorted()
    .join('\n');
