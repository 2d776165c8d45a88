import { opendir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reachStorage } from '../storage-unavailable.ts';
import { ignoreMissing, onceADay, sweepMarker } from './once-a-day.ts';

const day = 24 * 60 * 60_000;
/** As the bucket's lifecycle on AWS: rows of a report may outlast it by the time that deleting them takes, never the other way round. */
const spareDays = 2;

/** Days after which shelves are used no more: functions/rescans/postings. Those that others took the place of are removed at once. */
const shelfDays = 8;

/** What fileReportStore() is asked to keep, for so many days: the reports of scans, what changed between two, shelves of watched images. */
const keptDays = (retentionDays: number): Record<string, number> => ({
  reports: retentionDays + spareDays,
  diffs: retentionDays + spareDays,
  shelves: shelfDays,
});

/** Removes what fileReportStore() wrote longer ago than it is kept, and what a crash left half written for a day; returns how many files. */
export function sweepReports(dataDirectory: string, retentionDays: number, now: number): Promise<number> {
  return reachStorage('the reports', async () => {
    let removed = 0;
    for (const [folder, days] of Object.entries(keptDays(retentionDays))) {
      removed += await sweepFolder(join(dataDirectory, folder), days, now);
    }
    return removed;
  });
}

async function sweepFolder(folder: string, wholeDays: number, now: number): Promise<number> {
  const entries = await opendir(folder, { recursive: true }).catch(ignoreMissing);
  if (entries === undefined) return 0;
  let removed = 0;
  for await (const entry of entries) {
    if (!entry.isFile() || entry.name === sweepMarker) continue;
    const path = join(entry.parentPath, entry.name);
    const written = (await stat(path).catch(ignoreMissing))?.mtimeMs ?? now;
    const days = entry.name.endsWith('.json.gz') ? wholeDays : 1;
    if (now - written <= days * day) continue;
    removed += 1;
    await rm(path, { force: true });
    // Only the last report of a scan takes the folder along.
    await rmdir(dirname(path)).catch(() => undefined);
  }
  return removed;
}

/** The same, unless it was done in the last 24 hours, in whichever process. */
export async function sweepReportsDaily(dataDirectory: string, retentionDays: number, now: number): Promise<void> {
  const directory = join(dataDirectory, 'reports');
  await reachStorage('the reports', () =>
    onceADay(directory, now, () => sweepReports(dataDirectory, retentionDays, now)),
  );
}
