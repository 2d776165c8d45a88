import { demand, type Principal } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { parseTrivyReport, type TrivyReport } from '../../image/trivy-report.ts';
import type { ImageScan } from './image-scan.ts';
import { isImageScanId } from './image-scan-id.ts';
import type { ImageScanStore, ReportStore } from './ports.ts';
import { readStoredJson } from './stored-json.ts';

export interface ReadDeps {
  scans: ImageScanStore;
  reports: ReportStore;
}

/** Throws DrydockError `forbidden`, or `not_found` for what is absent, expired or another tenant's. */
export async function readImageScan(
  deps: Pick<ReadDeps, 'scans'>,
  principal: Principal,
  id: string,
): Promise<ImageScan> {
  demand(principal, 'report:read');
  const scan = isImageScanId(id) ? await deps.scans.read(principal.tenant, id) : undefined;
  if (scan === undefined) throw new DrydockError('not_found', 'there is no such scan');
  return scan;
}

/** The report of a done scan, whole or not at all: its digest is checked. Throws DrydockError `storage_unavailable`. */
export async function readReport(deps: { reports: Pick<ReportStore, 'read'> }, scan: ImageScan): Promise<TrivyReport> {
  const json = scan.result && (await readStoredJson(deps.reports, scan.result.report));
  if (json === undefined) {
    throw new DrydockError('storage_unavailable', `the report of scan ${scan.id} cannot be read`);
  }
  return parseTrivyReport(json);
}
