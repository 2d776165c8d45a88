import { DrydockError } from '../../errors.ts';
import type { CveDeps } from '../../rescans/cves/read-cve.ts';
import type { DiffImagesDeps } from '../../rescans/history/diff-images.ts';
import type { HistoryDeps } from '../../rescans/history/image-history.ts';
import type { WatchDeps } from '../../rescans/watches/manage-watches.ts';

/** What a host gives the app that keeps what follows from results. */
export interface Rescans extends HistoryDeps, DiffImagesDeps, CveDeps, WatchDeps {}

/** Throws DrydockError `storage_unavailable` where nothing is kept. */
export function rescansOf({ rescans }: { rescans?: Rescans | undefined }): Rescans {
  if (rescans === undefined) throw new DrydockError('storage_unavailable', 'this server does not keep what changed');
  return rescans;
}
