import { DrydockError } from '../../errors.ts';
import type { ImageRecord } from '../../scans/image/image-record.ts';
import type { BeginUse } from '../../scans/image/ports.ts';
import type { Clock, DeploymentKey } from '../../scans/ports.ts';
import type { WatchStore } from '../ports.ts';
import { newWatch, usedAgain, type Watch, type WatchSettings, type WatchSubject } from './watch.ts';
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
export const noteUse = (
  deps: NoteUseDeps,
  used: Pick<ImageRecord, 'digest'> & Parameters<BeginUse>[0],
): Promise<void> => beginUse(deps)(used)(used.digest);

/** The same in two steps: while a registry is asked for the digest, the watch is looked up. */
export const beginUse =
  (deps: NoteUseDeps): BeginUse =>
  ({ tenant, image, platform }) => {
    const subject = watchSubject(deps.deploymentKey, tenant, 'use', { image, platform });
    const reading = deps.watches.read(tenant, subject.id);
    // Who is never told a digest does not wait for it.
    reading.catch(() => undefined);
    return (digest) => note(deps, subject, digest, reading);
  };

async function note(
  deps: NoteUseDeps,
  subject: WatchSubject,
  digest: string,
  first: Promise<Watch | undefined>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const known = await (round === 0 ? first : deps.watches.read(subject.tenant, subject.id));
    const now = deps.clock();
    const next =
      known === undefined
        ? newWatch({ ...subject, digest }, now, deps.watchSettings)
        : usedAgain(known, digest, now, deps.watchSettings);
    if (next === known) return;
    if (await (known === undefined ? deps.watches.create(next) : deps.watches.replace(next, known.fence))) return;
  }
  throw new DrydockError('storage_unavailable', 'others keep changing this watch');
}
