import type { FindingDiff } from '../../image/diff/diff.ts';
import { type AnnounceDeps, announceNews } from '../../notify/announce.ts';
import type { News } from '../../notify/news.ts';
import type { ImageRecord } from '../../scans/image/image-record.ts';
import { newsOf } from './news-of.ts';

/** Told of a result that is entered, with its diff against the one before. */
export type TellChanges = (image: ImageRecord, diff: FindingDiff) => Promise<void>;

/** Notes what is new. A run tells at its end, all images together; the scan of one image at once. */
export const tellChanges =
  (deps: AnnounceDeps): TellChanges =>
  async (image, diff) => {
    const own: News[] = [];
    for (const news of newsOf(image, diff)) {
      if (await deps.news.note(news)) own.push(news);
    }
    if (image.run !== undefined || own.length === 0) return;
    const { tenant, scan: id, database, scanned: time } = image;
    await announceNews(deps, { tenant, id, database, time }, own);
  };
