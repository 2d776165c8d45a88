import { demand, type Principal } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { inPages, type PageRequest } from '../../scans/in-pages.ts';
import type { Clock, DeploymentKey } from '../../scans/ports.ts';
import type { WatchStore } from '../ports.ts';
import { inEffect, type PatternWatch, patternWatch } from './in-effect.ts';
import {
  asAsked,
  newWatch,
  type Watch,
  type WatchMode,
  type WatchSettings,
  type WatchState,
  watchState,
} from './watch.ts';
import { isWatchId, type WatchTarget, watchSubject } from './watch-target.ts';

export interface WatchDeps {
  watches: WatchStore;
  watchSettings: WatchSettings;
  /** makes ids and signs cursors */
  deploymentKey: DeploymentKey;
  clock: Clock;
}

export interface WatchRequest extends WatchTarget {
  /** `pin` when absent */
  mode?: WatchMode | undefined;
  /** milliseconds between two looks at a tag, an hour to 90 days; the usual interval when absent */
  everyMs?: number | undefined;
}

/** A watch as its tenant sees it. */
export interface ViewedWatch {
  watch: Watch;
  /** patterns taken into account */
  state: WatchState;
}

const hour = 3_600_000;
const longestInterval = 90 * 24 * hour;
/** Every look at a watch matches against all of them. */
export const mostPatterns = 100;
const rounds = 5;

/** Pins, stops or makes a watch; asked twice it is the same watch. Throws DrydockError `forbidden`, `bad_request`, `bad_reference` or `bad_platform`. */
export async function putWatch(
  deps: WatchDeps,
  principal: Principal,
  request: WatchRequest,
): Promise<ViewedWatch & { isNew: boolean }> {
  demand(principal, 'scan:write');
  const { mode = 'pin', everyMs } = request;
  if (everyMs !== undefined && !(Number.isInteger(everyMs) && everyMs >= hour && everyMs <= longestInterval)) {
    throw new DrydockError('bad_request', 'the interval is an hour to 90 days');
  }
  const subject = watchSubject(deps.deploymentKey, principal.tenant, principal.subject, request);
  if (everyMs !== undefined && subject.kind === 'digest') {
    throw new DrydockError('bad_request', 'every: a digest is what it is, only tags are looked up again');
  }
  for (let round = 0; round < rounds; round += 1) {
    const now = deps.clock();
    const known = await deps.watches.read(subject.tenant, subject.id);
    if (known === undefined && subject.kind === 'repository') await refuseTooMany(deps, principal.tenant);
    const before = known ?? newWatch(subject, now, deps.watchSettings);
    const watch = asAsked(before, { mode, everyMs }, now, deps.watchSettings);
    const isWritten = known === undefined ? deps.watches.create(watch) : deps.watches.replace(watch, known.fence);
    if (await isWritten) {
      return { ...view(deps, watch, await patternsOf(deps, watch.tenant)), isNew: known === undefined };
    }
  }
  throw new DrydockError('storage_unavailable', 'others keep changing this watch');
}

/** All watches of a tenant, those that are over among them. Throws DrydockError `forbidden`, `bad_request` or `bad_cursor`. */
export const listWatches = (
  deps: WatchDeps,
  principal: Principal,
  request: PageRequest,
): Promise<{ watches: ViewedWatch[]; cursor?: string }> =>
  inPages(deps, principal, 'watches', request, async (query) => {
    const { watches, next } = await deps.watches.list(query);
    const patterns = await patternsOf(deps, query.tenant);
    return { watches: watches.map((watch) => view(deps, watch, patterns)), next };
  });

/** Throws DrydockError `forbidden` or `not_found`. */
export async function readWatch(deps: WatchDeps, principal: Principal, id: string): Promise<ViewedWatch> {
  demand(principal, 'report:read');
  const watch = isWatchId(id) ? await deps.watches.read(principal.tenant, id) : undefined;
  return view(deps, watch ?? notFound(), await patternsOf(deps, principal.tenant));
}

/** What is in use is watched again when it is scanned the next time: `stop` is what keeps it away. Throws DrydockError `forbidden` or `not_found`. */
export async function removeWatch(deps: WatchDeps, principal: Principal, id: string): Promise<void> {
  demand(principal, 'scan:write');
  const isRemoved = isWatchId(id) && (await deps.watches.remove(principal.tenant, id));
  if (!isRemoved) notFound();
}

function view(deps: WatchDeps, watch: Watch, patterns: readonly PatternWatch[]): ViewedWatch {
  const mode = watch.kind === 'repository' ? watch.mode : inEffect(watch, patterns).mode;
  return { watch, state: watchState({ ...watch, mode }, deps.clock()) };
}

const patternsOf = async (deps: WatchDeps, tenant: string): Promise<PatternWatch[]> =>
  (await deps.watches.patterns(tenant)).map(patternWatch);

async function refuseTooMany(deps: WatchDeps, tenant: string): Promise<void> {
  if ((await deps.watches.patterns(tenant)).length < mostPatterns) return;
  throw new DrydockError('bad_request', `there are ${mostPatterns} watches of repositories, no more fit`);
}

function notFound(): never {
  throw new DrydockError('not_found', 'there is no such watch');
}
