import type { TrivyReport, TrivyResult } from './trivy-report.ts';

/** At the top of a report whose findings were matched again: with which database. */
export interface RematchMark {
  Mode: 'rematch';
  /** names the generation */
  Database: string;
  /** ISO 8601; when its advisories were collected */
  UpdatedAt: string;
  Label?: string;
}

export interface Rematched {
  results: TrivyResult[];
  mark: RematchMark;
  /** whether the system gets updates no more: a matter of the date */
  endOfLife: boolean;
  /** ISO 8601 */
  createdAt: string;
}

/** An earlier report of the same image with the findings of today: all that is not in `results` is a fact of the image and stays. */
export function rematchedReport(earlier: TrivyReport, { results, mark, endOfLife, createdAt }: Rematched): TrivyReport {
  const { ReportID: _, Metadata, ...head } = earlier;
  return {
    ...head,
    Rematch: mark,
    CreatedAt: createdAt,
    ...(Metadata && { Metadata: { ...Metadata, ...(Metadata.OS && { OS: withEndOfLife(Metadata.OS, endOfLife) }) } }),
    ...(earlier.Results && { Results: results }),
  };
}

function withEndOfLife<T extends { EOSL?: boolean | undefined }>(os: T, endOfLife: boolean): T {
  const { EOSL: _, ...rest } = os;
  return { ...rest, ...(endOfLife && { EOSL: true }) } as T;
}
