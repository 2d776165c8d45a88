import { describe, expect, it } from 'vitest';
import { inEffect, patternWatch } from '../../../functions/rescans/watches/in-effect.ts';
import {
  asAsked,
  followed,
  looked,
  newWatch,
  defaultWatchSettings as settings,
  usedAgain,
  type Watch,
  watchState,
} from '../../../functions/rescans/watches/watch.ts';
import { noon } from '../../contract/sample-scan.ts';

const hour = 3_600_000;
const day = 24 * hour;
const subject = {
  ...{ tenant: 't', id: 'w1', kind: 'image' as const, target: 'ghcr.io/team/app:1', platform: 'linux/amd64' },
  ...{ repository: 'ghcr.io/team/app', digest: 'd1', createdBy: 'use' },
};
const fresh = newWatch(subject, noon, settings);
const own = (watch: Watch) => inEffect(watch, []);
const pattern = (target: string, parts: Partial<Watch>) =>
  patternWatch({ ...fresh, kind: 'repository', target, ...parts });

describe('watch', () => {
  it('watch: lasts 14 days after the last use, then its time is over and its row says so for a while', () => {
    expect(fresh).toMatchObject({ until: noon + 14 * day, due: noon + day });
    const used = usedAgain(fresh, 'd1', noon + 10 * day, settings);
    expect(watchState(used, noon + 20 * day)).toBe('watched');
    const later = looked(used, own(used), noon + 23 * day, settings);
    expect(later).toMatchObject({ due: noon + 24 * day, fence: 3 });
    const over = looked(later, own(later), noon + 24 * day, settings);
    expect(watchState(over, noon + 24 * day)).toBe('expired');
    expect(over).not.toHaveProperty('due');
    expect(over.expires).toBe((noon + (24 + 90) * day) / 1000);
    const again = usedAgain(over, 'd1', noon + 30 * day, settings);
    expect(again).toMatchObject({ due: noon + 31 * day, until: noon + 44 * day });
    expect(again).not.toHaveProperty('expires');
  });

  it('watch: asked for by a name that nothing was scanned under, its tag is looked up at once, unless it is stopped', () => {
    const { digest: _, ...unknown } = subject;
    const begun = newWatch(unknown, noon - hour, settings);
    expect(asAsked(begun, { mode: 'pin', everyMs: 2 * hour }, noon, settings).due).toBe(noon);
    expect(asAsked(begun, { mode: 'use' }, noon, settings).due).toBe(noon);
    expect(asAsked(begun, { mode: 'stop' }, noon, settings)).not.toHaveProperty('due');
    expect(asAsked(fresh, { mode: 'pin' }, noon, settings).due).toBe(noon + day);
  });

  it('watch: use within the hour is not worth a write, a new digest is', () => {
    expect(usedAgain(fresh, 'd1', noon + hour - 1, settings)).toBe(fresh);
    expect(usedAgain(fresh, undefined, noon + 1, settings)).toBe(fresh);
    expect(usedAgain(fresh, 'd2', noon + 1, settings)).toMatchObject({ digest: 'd2', used: noon + 1, fence: 2 });
    expect(usedAgain(fresh, 'd1', noon + hour, settings).fence).toBe(2);
    // A note that comes late takes nothing back.
    expect(usedAgain(fresh, 'd2', noon - day, settings).used).toBe(noon);
  });

  it('watch: says since when it is watched or of another image, and no more when that is long ago', () => {
    expect(fresh.since).toBe(noon);
    expect(usedAgain(fresh, 'd1', noon + 2 * hour, settings).since).toBe(noon);
    expect(usedAgain(fresh, 'd2', noon + 1, settings).since).toBe(noon + 1);
    expect(usedAgain(fresh, 'd1', noon + 20 * day, settings).since).toBe(noon + 20 * day);
    expect(asAsked(fresh, { mode: 'pin' }, noon + 2, settings).since).toBe(noon + 2);
    const tag = { digest: 'index' };
    expect(followed(fresh, { digest: 'd1', tag }, noon + 3).since).toBe(noon);
    expect(followed(fresh, { digest: 'd2', tag }, noon + 3).since).toBe(noon + 3);
    expect(looked(fresh, own(fresh), noon + 7 * day, settings).since).toBe(noon);
    expect(looked(fresh, own(fresh), noon + 8 * day, settings)).not.toHaveProperty('since');
  });

  it('watch: pinned it never ends, stopped it is not due, whoever uses it', () => {
    const pinned = asAsked(fresh, { mode: 'pin', everyMs: 2 * hour }, noon, settings);
    expect(pinned.due).toBe(noon + 2 * hour);
    expect(looked(pinned, own(pinned), noon + 90 * day, settings).due).toBe(noon + 90 * day + 2 * hour);
    const stopped = asAsked(pinned, { mode: 'stop' }, noon + 1, settings);
    expect(stopped).not.toHaveProperty('due');
    expect(stopped).not.toHaveProperty('everyMs');
    expect(stopped).not.toHaveProperty('expires');
    expect(usedAgain(stopped, 'd2', noon + day, settings)).not.toHaveProperty('due');
    expect(watchState(stopped, noon)).toBe('stopped');
    expect(looked({ ...stopped, due: noon }, own(stopped), noon, settings)).not.toHaveProperty('due');
    const again = asAsked(stopped, { mode: 'use' }, noon + 30 * day, settings);
    expect(again).toMatchObject({ until: noon + 44 * day, due: noon + 31 * day });
  });

  it('watch: a pattern decides for what has no wish of its own, the longest one first', () => {
    const team = pattern('ghcr.io/team/*', { mode: 'stop', everyMs: 3 * hour });
    const all = pattern('ghcr.io/**', { mode: 'pin', everyMs: 5 * hour });
    const other = pattern('quay.io/**', { mode: 'stop' });
    expect(inEffect(fresh, [all, team, other])).toEqual({ mode: 'stop', everyMs: 3 * hour });
    expect(inEffect(fresh, [all, other])).toEqual({ mode: 'pin', everyMs: 5 * hour });
    expect(inEffect(fresh, [other])).toEqual({ mode: 'use' });
    const pinned = asAsked(fresh, { mode: 'pin', everyMs: hour }, noon, settings);
    expect(inEffect(pinned, [team])).toEqual({ mode: 'pin', everyMs: hour });
    const { repository: _, ...nameless } = fresh;
    expect(inEffect(nameless, [all])).toEqual({ mode: 'use' });
  });

  it('watch: a pattern that pins keeps what nobody uses, one that stops lets its time run out', () => {
    const late = noon + 20 * day;
    expect(looked(fresh, { mode: 'pin', everyMs: hour }, late, settings).due).toBe(late + hour);
    expect(looked(fresh, { mode: 'stop' }, noon + day, settings).due).toBe(noon + 2 * day);
    expect(looked(fresh, { mode: 'stop' }, late, settings)).not.toHaveProperty('due');
  });

  it('watch: one of repositories is never due and never over', () => {
    const watch = newWatch({ ...subject, kind: 'repository', target: 'ghcr.io/**' }, noon, settings);
    expect(asAsked(watch, { mode: 'pin' }, noon, settings)).not.toHaveProperty('due');
    expect(watch).not.toHaveProperty('expires');
  });
});
