import type { TrivyReport, TrivyResult } from '../../image/trivy-report.ts';
import type { Generation } from '../database/generation.ts';
import { reportVulnerabilities } from './report-vulnerability.ts';
import type { ScanAnswer } from './scan-answer.ts';

/** Which database an earlier report's packages were matched with again, at the top of a report. */
export interface RematchMark {
  Mode: 'rematch';
  /** names the generation */
  Database: string;
  UpdatedAt: string;
  Label?: string;
}

const rematchMark = ({ id, updatedAt, label }: Generation): RematchMark => ({
  Mode: 'rematch',
  Database: id,
  UpdatedAt: updatedAt,
  ...(label !== undefined && { Label: label }),
});

/**
 * The earlier report with the findings of today: packages, metadata and what other scanners found are facts of the image and stay.
 * Undefined when the answer is about other packages than the report. `now` is milliseconds since 1970.
 */
export function rematchedReport(
  earlier: TrivyReport,
  answer: ScanAnswer,
  { database, now }: { database: Generation; now: number },
): TrivyReport | undefined {
  const answered = new Map(answer.results.map((result) => [nameOf(result.target, result.class, result.type), result]));
  const Results: TrivyResult[] = [];
  for (const { Vulnerabilities: _, ...result } of earlier.Results ?? []) {
    if (!isOfPackages(result)) {
      Results.push(result);
      continue;
    }
    const name = nameOf(result.Target, result.Class, result.Type);
    const today = answered.get(name);
    if (today === undefined || (today.packages ?? []).length !== (result.Packages ?? []).length) return undefined;
    answered.delete(name);
    const Vulnerabilities = reportVulnerabilities(today);
    Results.push({ ...result, ...(Vulnerabilities.length > 0 && { Vulnerabilities }) });
  }
  if ([...answered.values()].some(({ packages }) => (packages ?? []).length > 0)) return undefined;
  const { ReportID: _, Results: __, Metadata, ...head } = earlier;
  return {
    ...head,
    Rematch: rematchMark(database),
    CreatedAt: new Date(now).toISOString(),
    ...(Metadata && { Metadata: { ...Metadata, ...withEndOfLife(Metadata, answer) } }),
    ...(earlier.Results && { Results }),
  };
}

const isOfPackages = ({ Class }: TrivyResult): boolean => Class === 'os-pkgs' || Class === 'lang-pkgs';
const nameOf = (...parts: (string | undefined)[]): string => JSON.stringify(parts.map((part) => part ?? ''));

// The end of a system's life is a matter of the date alone.
function withEndOfLife(
  { OS }: NonNullable<TrivyReport['Metadata']>,
  { os }: ScanAnswer,
): Partial<TrivyReport['Metadata']> {
  if (OS === undefined) return {};
  const { EOSL: _, ...rest } = OS;
  return { OS: { ...rest, ...(os?.eosl && { EOSL: true }) } };
}
