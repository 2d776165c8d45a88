/** What is scanned again: what a reference names, one digest, or whatever is in use of repositories that fit a pattern. */
export type WatchKind = 'image' | 'digest' | 'repository';

/** `use`: as long as somebody asks for it; `pin`: always; `stop`: never, whoever asks for it. */
export type WatchMode = 'use' | 'pin' | 'stop';

export interface Watch {
  tenant: string;
  /** `w` and 32 hex digits: see watch-target.ts */
  id: string;
  /** raised by every write */
  fence: number;
  kind: WatchKind;
  /** whole reference, digest or pattern */
  target: string;
  /** absent for a pattern */
  platform?: string;
  /** registry and repository, where they are known */
  repository?: string;
  mode: WatchMode;
  /** milliseconds between two looks at its tag, where somebody asked for another number */
  everyMs?: number;
  /** what the target named when it was last scanned or looked at */
  digest?: string;
  /** what the tag itself named then: the index or manifest, with the registry's mark of it */
  tag?: KnownTag;
  /** looks at the tag that failed, one after the other */
  failures?: number;
  /** last scanned or asked for; all times are milliseconds since 1970 */
  used: number;
  /** in use until then */
  until: number;
  /** since when it is watched, or its target names what it does; absent when that is long ago */
  since?: number;
  /** next look at its tag, and whether its time is over; absent for a pattern, and for what is not watched */
  due?: number;
  created: number;
  createdBy: string;
  /** seconds since 1970, when the row of what is watched no more may vanish */
  expires?: number;
}

/** What a tag named when it was last asked for. */
export interface KnownTag {
  digest: string;
  etag?: string;
}

export interface WatchSettings {
  /** in use for so long after it was last scanned or asked for */
  inUseMs: number;
  /** between two looks at a tag */
  everyMs: number;
  /** used again so soon after, nothing is written */
  noteMs: number;
  /** the row of what is watched no more is kept for so long */
  keptMs: number;
}

const day = 86_400_000;
export const defaultWatchSettings: WatchSettings = {
  ...{ inUseMs: 14 * day, everyMs: day, noteMs: 3_600_000, keptMs: 90 * day },
};

/** What holds for a watch. */
export type WatchEffect = Pick<Watch, 'mode' | 'everyMs'>;

export type WatchState = 'watched' | 'expired' | 'stopped';

export type WatchSubject = Pick<
  Watch,
  'tenant' | 'id' | 'kind' | 'target' | 'platform' | 'repository' | 'digest' | 'createdBy'
>;

export function watchState({ mode, until }: Pick<Watch, 'mode' | 'until'>, now: number): WatchState {
  if (mode === 'stop') return 'stopped';
  return mode === 'pin' || until > now ? 'watched' : 'expired';
}

/** What nobody watched before, in use from now on. */
export const newWatch = (subject: WatchSubject, now: number, settings: WatchSettings): Watch =>
  scheduled(
    { ...subject, fence: 1, mode: 'use', used: now, until: now + settings.inUseMs, since: now, created: now },
    now,
    settings,
  );

/** Somebody scanned it or asked for it; the same watch when that was noted a short while ago. */
export function usedAgain(watch: Watch, digest: string | undefined, now: number, settings: WatchSettings): Watch {
  const isOther = digest !== undefined && digest !== watch.digest;
  const isNew = isOther || watchState(watch, now) === 'expired';
  if (!isNew && now - watch.used < settings.noteMs) return watch;
  const used = Math.max(watch.used, now);
  // What the tag named before says nothing about a digest that somebody else found there.
  const { tag, ...rest } = watch;
  const known = { ...rest, ...(tag !== undefined && !isOther && { tag }), ...(digest !== undefined && { digest }) };
  const next = { ...known, used, until: used + settings.inUseMs, ...(isNew && { since: now }) };
  return scheduled({ ...next, fence: watch.fence + 1 }, now, settings);
}

/** What a tenant asks of a watch; an interval of undefined is the usual one. */
export function asAsked(
  { everyMs: _, ...watch }: Watch,
  wish: { mode: WatchMode; everyMs?: number | undefined },
  now: number,
  settings: WatchSettings,
): Watch {
  const { mode, everyMs } = wish;
  const until = mode === 'use' ? Math.max(watch.until, now + settings.inUseMs) : watch.until;
  const next = { ...watch, mode, until, since: now, fence: watch.fence + 1, ...(everyMs !== undefined && { everyMs }) };
  // Nothing was scanned under this name: its tag is looked up at once.
  const isUnknown = watch.kind === 'image' && watch.digest === undefined;
  return scheduled(isUnknown ? { ...next, due: now } : next, now, settings);
}

/** What was shelved before is used no more: see rescans/postings. */
const recentMs = 8 * 86_400_000;

/** A planner looked at it at its time: it is due again an interval later, or its time is over. `effect` is what holds for it: see in-effect.ts. */
export function looked(watch: Watch, effect: WatchEffect, now: number, settings: WatchSettings): Watch {
  const { due: _, since, ...rest } = watch;
  const isRecent = since !== undefined && now - since < recentMs;
  const next = { ...rest, ...(isRecent && { since }), fence: watch.fence + 1 };
  const isOver = watch.mode === 'stop' || (effect.mode !== 'pin' && watch.until <= now);
  return isOver ? scheduled(next, now, settings) : { ...next, due: now + (effect.everyMs ?? settings.everyMs) };
}

/** Its tag was looked up; `found` is absent when it names what it did. */
export function followed(
  { failures: _, ...watch }: Watch,
  found: { digest: string; tag: KnownTag } | undefined,
  now: number,
): Watch {
  const isOther = found !== undefined && found.digest !== watch.digest;
  return { ...watch, ...found, ...(isOther && { since: now }) };
}

/** First time after which a tag that could not be looked up is asked for again; then twice as long after each failure, the usual interval at most. */
const firstBackoffMs = 3_600_000;

export function notFollowed(watch: Watch, now: number): Watch {
  const failures = (watch.failures ?? 0) + 1;
  const due = now + firstBackoffMs * 2 ** (failures - 1);
  return { ...watch, failures, due: Math.min(due, watch.due ?? due) };
}

/** With the next look while it is watched, with an end of its row when it is not. Patterns are of no account by themselves. */
function scheduled({ due, expires: _, ...watch }: Watch, now: number, settings: WatchSettings): Watch {
  if (watch.kind === 'repository') return watch;
  const every = watch.everyMs ?? settings.everyMs;
  if (watchState(watch, now) === 'watched') return { ...watch, due: Math.min(due ?? now + every, now + every) };
  // What was stopped stays stopped until somebody takes the watch away.
  return watch.mode === 'stop' ? watch : { ...watch, expires: Math.ceil((now + settings.keptMs) / 1000) };
}
