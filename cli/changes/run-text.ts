import type { runView } from '../../functions/api/rescans/run-view.ts';
import { counted } from '../../functions/formats/image/scanned-image.ts';
import { plainText } from '../../functions/formats/plain-text.ts';

export type RunDocument = ReturnType<typeof runView>;

/** How far a run is, in a line without its end. */
export const runProgress = ({ status, done, total, changed, failed }: RunDocument): string =>
  status === 'planned' ? 'looking for images' : `${done} of ${total} images, ${changed} changed, ${failed} failed`;

/** A run as somebody reads it. */
export const runText = (run: RunDocument): string => {
  const { id, status, total, changed, failed, untouched, database } = run;
  if (status !== 'done') return `run ${id}: ${runProgress(run)}\n`;
  const left = untouched > 0 ? `, ${untouched} left alone` : '';
  const looked = `${counted(total - untouched, 'image')} matched again, ${changed} changed, ${failed} failed${left}`;
  return `run ${id}: ${looked}, database ${plainText(database, 100)}\n`;
};
