import type { Reliance } from '../../image/reliance/reliance.ts';
import type { ImageResult } from '../../scans/image/image-record.ts';
import type { RelianceStore } from '../ports.ts';

/** Keeps what a result relies on that was matched as a whole at `matched`; without it the image is matched as a whole each time. */
export async function noteReliance(
  { reliances }: { reliances?: RelianceStore },
  result: ImageResult,
  reliance: Reliance | undefined,
  matched: number,
): Promise<void> {
  if (reliance === undefined) return;
  const { tenant, digest, platform, scan, scanned, expires } = result;
  await reliances?.put({ tenant, digest, platform, scan, scanned, matched, reliance, expires });
}
