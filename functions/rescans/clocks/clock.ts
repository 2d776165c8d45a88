import { type ImageFinding, isFixable } from '../../image/finding.ts';

/** When a CVE was first found in a package of a repository, and when a fix for it was first known; milliseconds since 1970. */
export interface FirstSeen {
  cve: string;
  class: ImageFinding['class'];
  package: string;
  first: number;
  fix?: number;
}

/** The same for any version and place of a package: an update that does not help starts no new clock. */
export const clockKey = ({ id, class: kind, package: name }: Pick<ImageFinding, 'id' | 'class' | 'package'>): string =>
  JSON.stringify([id, kind, name]);

const keyOf = (clock: FirstSeen): string => clockKey({ ...clock, id: clock.cve });

/** What findings of a result of `scanned` say about the clocks. */
export function sightings(findings: readonly ImageFinding[], scanned: number): FirstSeen[] {
  const seen = findings.map((finding): FirstSeen => {
    const { id: cve, class: kind, package: name } = finding;
    return { ...{ cve, class: kind, package: name, first: scanned }, ...(isFixable(finding) && { fix: scanned }) };
  });
  return mergeClocks([], seen);
}

/** The earliest of both, in order of their keys. In whatever order and however often sightings come, the clocks are the same. */
export function mergeClocks(known: readonly FirstSeen[], seen: readonly FirstSeen[]): FirstSeen[] {
  const clocks = new Map(known.map((clock) => [keyOf(clock), clock]));
  for (const sighting of seen) {
    const clock = clocks.get(keyOf(sighting));
    clocks.set(keyOf(sighting), clock === undefined ? sighting : earliest(clock, sighting));
  }
  return [...clocks].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, clock]) => clock);
}

/** At most so many: those that the result at hand shows stay, then the newest. */
export function boundClocks(clocks: FirstSeen[], seen: readonly FirstSeen[], most: number): FirstSeen[] {
  if (clocks.length <= most) return clocks;
  const shown = new Set(seen.map(keyOf));
  const rank = (clock: FirstSeen): number => (shown.has(keyOf(clock)) ? Number.POSITIVE_INFINITY : clock.first);
  const kept = new Set(clocks.toSorted((one, other) => (rank(one) > rank(other) ? -1 : 1)).slice(0, most));
  return clocks.filter((clock) => kept.has(clock));
}

function earliest(one: FirstSeen, other: FirstSeen): FirstSeen {
  const fixes = [one.fix, other.fix].filter((fix) => fix !== undefined);
  const { cve, class: kind, package: name } = one;
  return {
    ...{ cve, class: kind, package: name, first: Math.min(one.first, other.first) },
    ...(fixes.length > 0 && { fix: Math.min(...fixes) }),
  };
}
