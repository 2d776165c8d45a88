import type { Principal } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { parsePlatform } from '../../image/platform.ts';
import { parseReference } from '../../image/reference.ts';
import { type SubmitDeps, submitImageScan } from '../../scans/image/submit.ts';
import { waitAtMost } from '../../scans/wait-at-most.ts';
import { inParallel } from '../in-parallel.ts';
import type { WatchStore } from '../ports.ts';
import { inEffect, type PatternWatch, patternWatch } from '../watches/in-effect.ts';
import { looked, type Watch, type WatchSettings } from '../watches/watch.ts';

export interface LookDeps {
  watches: Pick<WatchStore, 'due' | 'read' | 'replace' | 'patterns'>;
  watchSettings: WatchSettings;
  clock: () => number;
  /** submits the scan of what a tag names now */
  scanning: SubmitDeps;
}

const batch = 50;
const atOnce = 8;
const resolveMs = 10_000;
/** A registry that does not answer is asked again after so long; the next success goes back to the usual interval. */
const backoffMs = 3_600_000;

/** Looks at every watch whose time has come: follows tags to the digest they name now, ends what is no longer in use. One watch's trouble does not keep it from the others. */
export async function lookAtWatches(deps: LookDeps): Promise<void> {
  const patterns = new Map<string, Promise<readonly PatternWatch[]>>();
  const patternsOf = async (tenant: string): Promise<readonly PatternWatch[]> =>
    (await deps.watches.patterns(tenant)).map(patternWatch);
  await inParallel(await deps.watches.due(deps.clock(), batch), atOnce, async ({ tenant, id }) => {
    try {
      const asked = patterns.get(tenant) ?? patternsOf(tenant);
      patterns.set(tenant, asked);
      const known = await asked;
      const watch = await deps.watches.read(tenant, id);
      if (watch?.due !== undefined && watch.due <= deps.clock()) await lookAt(deps, watch, known);
    } catch (error) {
      deps.scanning.log.warn('watch not looked at', { watch: id, reason: error instanceof Error ? error.name : '' });
    }
  });
}

async function lookAt(deps: LookDeps, watch: Watch, patterns: readonly PatternWatch[]): Promise<void> {
  const now = deps.clock();
  const effect = inEffect(watch, patterns);
  const next = looked(watch, effect, now, deps.watchSettings);
  const isFollowed = next.due !== undefined && watch.kind === 'image' && effect.mode !== 'stop';
  const found = isFollowed ? await followTag(deps, watch) : {};
  const due = found.isLate === true ? now + backoffMs : next.due;
  await deps.watches.replace(
    {
      ...next,
      ...(found.digest !== undefined && { digest: found.digest }),
      ...(due !== undefined && { due: Math.min(due, next.due ?? due) }),
    },
    watch.fence,
  );
}

/** The digest that the tag names now; a new one is scanned. */
async function followTag(deps: LookDeps, watch: Watch): Promise<{ digest?: string; isLate?: boolean }> {
  const { scanning } = deps;
  const platform = watch.platform ?? 'linux/amd64';
  try {
    const late = new DrydockError('registry_unavailable', 'the registry takes long to answer');
    const { digest } = await waitAtMost(
      scanning.timer,
      resolveMs,
      (signal) =>
        scanning.resolver.resolve(parseReference(watch.target), { platform: parsePlatform(platform), signal }),
      () => late,
    );
    if (digest === watch.digest) return {};
    const follower: Principal = { tenant: watch.tenant, subject: `watch ${watch.id}`, scopes: ['scan:write'] };
    await submitImageScan(scanning, follower, { image: watch.target, platform, watch: watch.id });
    return { digest };
  } catch (error) {
    if (!(error instanceof DrydockError) || error.code === 'storage_unavailable') throw error;
    scanning.log.warn('tag not followed', { watch: watch.id, code: error.code });
    return { isLate: true };
  }
}
