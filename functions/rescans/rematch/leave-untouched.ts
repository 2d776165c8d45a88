import type { ImageStore } from '../../scans/image/ports.ts';
import type { ScanMetrics } from '../../scans/ports.ts';
import { imageName } from '../image-name.ts';
import type { Run, RunImage } from '../runs/run.ts';
import { type DeriveDeps, withDerivedChecks } from './derive-checks.ts';
import type { RescanOutcome } from './known-outcome.ts';

export interface LeaveDeps extends DeriveDeps {
  images: ImageStore;
  metrics: ScanMetrics;
}

/**
 * Takes off the images of a batch whose results another database gives again, for nothing that they rely on is different in it; whoever
 * reads them sees that by itself. Resolves to what is left to be matched, and what came of the others.
 */
export async function leaveUntouched(
  deps: LeaveDeps,
  run: Run,
  images: readonly RunImage[],
): Promise<{ left: RunImage[]; ends: RescanOutcome[] }> {
  if (run.trigger.kind !== 'database' || deps.reliances === undefined || deps.step === undefined) {
    return { left: [...images], ends: [] };
  }
  const records = await deps.images.readEach(run.tenant, images);
  const derived = await withDerivedChecks(deps, records, run.database);
  const untouched = new Set(derived.filter((image, place) => image !== records[place]).map(imageName));
  const left = images.filter((image) => !untouched.has(imageName(image)));
  const count = images.length - left.length;
  if (count > 0) deps.metrics.count('RematchesAvoided', count);
  return { left, ends: Array.from({ length: count }, () => ({ outcome: 'unchanged' })) };
}
