import type { FindingDiff } from '../../image/diff/diff.ts';
import { type AnnounceDeps, announceNews } from '../../notify/announce.ts';
import type { News } from '../../notify/news.ts';
import type { ImageRecord } from '../../scans/image/image-record.ts';
import { type DatabaseRunDeps, runOfDatabase } from '../runs/database-run.ts';
import { changeRun } from '../runs/manage-runs.ts';
import type { Run } from '../runs/run.ts';
import { withDatabase, withGuest } from '../runs/run-state.ts';
import { newsOf } from './news-of.ts';

/** Told of a result that is entered, with its diff against the one before. */
export type TellChanges = (image: ImageRecord, diff: FindingDiff) => Promise<void>;

export interface TellDeps extends AnnounceDeps, DatabaseRunDeps {}

/**
 * Notes what is new. It is told by the run that made the result, at its end, all images together; what a scan finds in a database
 * whose own run is under way is told by that one; anything else at once. A run is joined when the news are noted and only before it
 * is done, so that it tells either all or nothing of what a scan noted.
 */
export const tellChanges =
  (deps: TellDeps): TellChanges =>
  async (image, diff) => {
    const news = newsOf(image, diff);
    if (news.length === 0) return;
    const { tenant, database, scanned: time } = image;
    const id = sourceOf(image);
    const run = await tellerOf(deps, image);
    const own: News[] = [];
    for (const one of news) {
      const noted = { ...one, source: run?.id ?? id };
      // Noted before it was broken off, when another was to tell.
      if ((await deps.news.note(noted)) === id) own.push({ ...one, source: id });
    }
    if (own.length === 0 || (await joinRun(deps, image))) return;
    await announceNews(deps, { tenant, id, database, time }, own);
  };

/** The run whose news these are, that it tells at its end; undefined where they are those of the scan alone. */
async function tellerOf(deps: TellDeps, image: ImageRecord): Promise<Run | undefined> {
  const { tenant, run: id, database } = image;
  const run = id === undefined ? undefined : await deps.runs.read(tenant, id);
  if (run === undefined || run.status === 'done') return undefined;
  if (run.database === database && run.trigger.kind === 'database') return run;
  const current = await runOfDatabase(deps, tenant, database);
  if (current !== undefined && current.status !== 'done') return undefined;
  return changeRun(deps, run, (one) => withDatabase(one, database));
}

async function joinRun(deps: TellDeps, image: ImageRecord): Promise<boolean> {
  const { tenant, database } = image;
  const current = await runOfDatabase(deps, tenant, database);
  return (
    current !== undefined && (await changeRun(deps, current, (run) => withGuest(run, sourceOf(image)))) !== undefined
  );
}

/** A scan that is made again has something else to tell. */
const sourceOf = ({ scan, generation }: ImageRecord): string => `${scan}-${generation}`;
