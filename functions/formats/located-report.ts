import type { Finding, Report } from '../manifest/report.ts';

/** One report with its place: `file` is a relative path, or `API` for a request body; lines are 1-based lines of that file. */
export interface LocatedReport {
  report: Report;
  file: string;
  lineOf(finding: Finding | 'document'): number;
}

/** The program that made the reports; `version` is a semantic version. */
export interface Tool {
  version: string;
}

/** Names that come from no file: a request body, or standard input. */
export const isUnnamed = (file: string): boolean => file === 'API' || file === 'STDIN' || file === '-' || file === '';

/** Valid, yet no rule looked at it: kubesec's only mark for that is the message. */
export const isUnsupported = (report: Report): boolean =>
  report.valid && report.message === 'This resource kind is not supported by kubesec';
