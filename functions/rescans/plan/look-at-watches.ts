import type { Principal } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { parsePlatform } from '../../image/platform.ts';
import { parseReference } from '../../image/reference.ts';
import { type SubmitDeps, submitImageScan } from '../../scans/image/submit.ts';
import { waitAtMost } from '../../scans/wait-at-most.ts';
import { inParallel } from '../in-parallel.ts';
import type { TagFollower, WatchStore } from '../ports.ts';
import { inEffect, type PatternWatch, patternWatch } from '../watches/in-effect.ts';
import { followed, type KnownTag, looked, notFollowed, type Watch, type WatchSettings } from '../watches/watch.ts';

export interface LookDeps {
  watches: Pick<WatchStore, 'due' | 'read' | 'replace' | 'patterns'>;
  watchSettings: WatchSettings;
  clock: () => number;
  tags: TagFollower;
  /** submits the scan of what a tag names now */
  scanning: SubmitDeps;
}

const batch = 50;
const atOnce = 8;
const resolveMs = 10_000;
/** What says that a registry is not to be asked for its other tags either. */
const ofRegistry: ReadonlySet<string> = new Set(['registry_unavailable', 'registry_rate_limited']);

/** Looks at every watch whose time has come: follows tags to the digest they name now, ends what is no longer in use. One watch's trouble does not keep it from the others. */
export async function lookAtWatches(deps: LookDeps): Promise<void> {
  const patterns = new Map<string, Promise<readonly PatternWatch[]>>();
  const patternsOf = async (tenant: string): Promise<readonly PatternWatch[]> =>
    (await deps.watches.patterns(tenant)).map(patternWatch);
  const silent = new Set<string>();
  await inParallel(await deps.watches.due(deps.clock(), batch), atOnce, async ({ tenant, id }) => {
    try {
      const asked = patterns.get(tenant) ?? patternsOf(tenant);
      patterns.set(tenant, asked);
      const known = await asked;
      const watch = await deps.watches.read(tenant, id);
      if (watch?.due !== undefined && watch.due <= deps.clock()) await lookAt(deps, watch, known, silent);
    } catch (error) {
      deps.scanning.log.warn('watch not looked at', { watch: id, reason: error instanceof Error ? error.name : '' });
    }
  });
}

/** `silent`: registries that did not answer in this round; the next one asks them again. */
async function lookAt(
  deps: LookDeps,
  watch: Watch,
  patterns: readonly PatternWatch[],
  silent: Set<string>,
): Promise<void> {
  const now = deps.clock();
  const effect = inEffect(watch, patterns);
  const next = looked(watch, effect, now, deps.watchSettings);
  const isFollowed = next.due !== undefined && watch.kind === 'image' && effect.mode !== 'stop';
  const after = isFollowed ? await followTag(deps, watch, next, silent) : next;
  await deps.watches.replace(after, watch.fence);
}

/** The watch with what its tag names now; a new image is scanned. */
async function followTag(deps: LookDeps, watch: Watch, next: Watch, silent: Set<string>): Promise<Watch> {
  const { scanning, clock } = deps;
  const { registry } = parseReference(watch.target);
  try {
    if (silent.has(registry)) throw new DrydockError('registry_unavailable', 'the registry did not answer just now');
    return followed(next, await moved(deps, watch), clock());
  } catch (error) {
    if (!(error instanceof DrydockError) || error.code === 'storage_unavailable') throw error;
    if (ofRegistry.has(error.code)) silent.add(registry);
    scanning.log.warn('tag not followed', { watch: watch.id, code: error.code });
    return notFollowed(next, clock());
  }
}

async function moved(
  { scanning, tags }: LookDeps,
  { id, tenant, target, digest, tag, ...watch }: Watch,
): Promise<{ digest: string; tag: KnownTag } | undefined> {
  const { platform = 'linux/amd64' } = watch;
  const late = new DrydockError('registry_unavailable', 'the registry takes long to answer');
  // Of an image that is no index the tag names the very digest that was scanned.
  const known = tag ?? (digest === undefined ? undefined : { digest });
  const found = await waitAtMost(
    scanning.timer,
    resolveMs,
    (signal) => tags.resolveChanged(parseReference(target), known, { platform: parsePlatform(platform), signal }),
    () => late,
  );
  if (found === undefined) return undefined;
  if (found.digest !== digest) {
    const follower: Principal = { tenant, subject: `watch ${id}`, scopes: ['scan:write'] };
    await submitImageScan(scanning, follower, { image: target, platform, watch: id });
  }
  const { indexDigest, etag } = found;
  return { digest: found.digest, tag: { digest: indexDigest ?? found.digest, ...(etag !== undefined && { etag }) } };
}
