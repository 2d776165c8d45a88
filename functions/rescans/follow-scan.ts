import type { ImageRecord } from '../scans/image/image-record.ts';
import type { FollowResult } from '../scans/image/ports.ts';
import { type FollowDeps, followResult } from './follow-result.ts';
import { type NoteUseDeps, noteUse } from './watches/note-use.ts';

/** What follows from a scan: what follows from any result and, when somebody asked for it and neither a run nor a watch, that the image is in use. */
export function followScan(deps: FollowDeps & NoteUseDeps): FollowResult {
  const follow = followResult(deps);
  return async (image: ImageRecord): Promise<void> => {
    await follow(image);
    if (image.run === undefined && image.watch === undefined) await noteUse(deps, image);
  };
}
