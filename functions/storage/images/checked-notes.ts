import type { CheckedResult, ImageRecord } from '../../scans/image/image-record.ts';
import type { Item } from '../manifests/scan-item.ts';
import { jsonItem, readJsonItem } from '../table/json-item.ts';
import { checkedSort, imagePartition, imageSort } from './image-scan-keys.ts';

/** The images among items, each with what was noted of its newest result. */
export function imagesIn(items: readonly Item[], now: number): ImageRecord[] {
  const images = items.filter(({ sk }) => sk?.S?.startsWith(imageSort('')));
  return withNotes(
    images.flatMap((item) => readJsonItem<ImageRecord>(item, now) ?? []),
    items,
    now,
  );
}

export function withNotes(images: readonly ImageRecord[], items: readonly Item[], now: number): ImageRecord[] {
  const notes = items.filter(({ sk }) => sk?.S?.startsWith(checkedSort('')));
  const read = notes.flatMap((item) => readJsonItem<CheckedNote>(item, now) ?? []);
  const known = new Map(read.map((note) => [nameOf(note), note.checked]));
  return images.map((image) => {
    const checked = known.get(nameOf(image));
    return checked === undefined ? image : { ...image, checked };
  });
}

type CheckedNote = Pick<ImageRecord, 'digest' | 'platform' | 'scan' | 'scanned'> & { checked: CheckedResult };
const nameOf = ({ digest, platform, scan, scanned }: Omit<CheckedNote, 'checked'>): string =>
  [digest, platform, scan, scanned].join(' ');

/** What is noted of a result lies beside its image: it names the result, and is seen while that is the newest. */
export function checkedItem(image: ImageRecord & { checked: CheckedResult }): Item {
  const { tenant, digest, platform, scan, scanned, checked, expires } = image;
  const note: CheckedNote = { digest, platform, scan, scanned, checked };
  return jsonItem({ pk: imagePartition(tenant, digest), sk: checkedSort(platform), ttl: expires }, note);
}
