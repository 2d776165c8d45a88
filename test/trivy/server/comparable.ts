import type { TrivyReport } from '../../../functions/image/trivy-report.ts';

/** All of a report that two scans of one image with one database have in common. */
export function comparable({ ReportID: _, CreatedAt: __, Rematch: ___, ...report }: TrivyReport): TrivyReport {
  const withoutFingerprint = (found: object) => ({ ...found, Fingerprint: undefined });
  return {
    ...report,
    Results: (report.Results ?? []).map((result) => ({
      ...result,
      ...(result.Vulnerabilities && { Vulnerabilities: result.Vulnerabilities.map(withoutFingerprint) as [] }),
    })),
  };
}
