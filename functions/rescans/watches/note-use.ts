import { DrydockError } from '../../errors.ts';
import type { ImageRecord } from '../../scans/image/image-record.ts';
import type { Clock, DeploymentKey } from '../../scans/ports.ts';
import type { WatchStore } from '../ports.ts';
import { newWatch, usedAgain, type WatchSettings } from './watch.ts';
import { watchSubject } from './watch-target.ts';

export interface NoteUseDeps {
  watches: Pick<WatchStore, 'create' | 'read' | 'replace'>;
  watchSettings: WatchSettings;
  /** makes ids */
  deploymentKey: DeploymentKey;
  clock: Clock;
}

/** So often others may write the same watch in between. */
const rounds = 5;

/** Somebody scanned an image or asked for its verdict: it is watched from now on, by the name it was asked for under. Rescans are no use. */
export async function noteUse(
  deps: NoteUseDeps,
  used: Pick<ImageRecord, 'tenant' | 'image' | 'digest' | 'platform'>,
): Promise<void> {
  const { image, platform, digest } = used;
  const subject = watchSubject(deps.deploymentKey, used.tenant, 'use', { image, platform });
  for (let round = 0; round < rounds; round += 1) {
    const now = deps.clock();
    const known = await deps.watches.read(subject.tenant, subject.id);
    const next =
      known === undefined
        ? newWatch({ ...subject, digest }, now, deps.watchSettings)
        : usedAgain(known, digest, now, deps.watchSettings);
    if (next === known) return;
    if (await (known === undefined ? deps.watches.create(next) : deps.watches.replace(next, known.fence))) return;
  }
  throw new DrydockError('storage_unavailable', 'others keep changing this watch');
}
