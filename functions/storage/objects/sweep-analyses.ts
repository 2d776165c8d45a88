import { opendir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reachStorage } from '../storage-unavailable.ts';
import { ignoreMissing, onceADay, sweepMarker } from './once-a-day.ts';

export interface AnalysisBounds {
  /** what was not written for so long goes, milliseconds */
  lifeMs: number;
  /** of all files together, bytes; the longest unwritten go first */
  bytes: number;
}

interface Kept {
  path: string;
  written: number;
  bytes: number;
}

/** Removes expired files of fileAnalysisStore(), and the oldest beyond its bound; returns how many. Leftovers of a crash expire, too. */
export function sweepAnalyses(directory: string, bounds: AnalysisBounds, now: number): Promise<number> {
  return reachStorage('the analyses', async () => {
    const files = (await filesIn(directory)).sort((one, other) => other.written - one.written);
    let bytes = 0;
    let removed = 0;
    for (const file of files) {
      bytes += file.bytes;
      if (now - file.written <= bounds.lifeMs && bytes <= bounds.bytes) continue;
      bytes -= file.bytes;
      removed += 1;
      await rm(file.path, { force: true });
      // Only the last file of a layer takes the layer's folder along.
      await rmdir(dirname(file.path)).catch(() => undefined);
    }
    return removed;
  });
}

/** The same, unless it was done in the last 24 hours, in whichever process. */
export async function sweepAnalysesDaily(directory: string, bounds: AnalysisBounds, now: number): Promise<void> {
  await reachStorage('the analyses', () => onceADay(directory, now, () => sweepAnalyses(directory, bounds, now)));
}

async function filesIn(directory: string): Promise<Kept[]> {
  const kept: Kept[] = [];
  const entries = await opendir(directory, { recursive: true }).catch(ignoreMissing);
  if (entries === undefined) return kept;
  for await (const entry of entries) {
    if (!entry.isFile() || entry.name === sweepMarker) continue;
    const path = join(entry.parentPath, entry.name);
    const found = await stat(path).catch(ignoreMissing);
    if (found !== undefined) kept.push({ path, written: found.mtimeMs, bytes: found.size });
  }
  return kept;
}
