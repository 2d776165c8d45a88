import { type Coverage, databaseAge } from './coverage.ts';
import type { Reason } from './verdict.ts';

/** Distributions that Trivy 0.68 has a matcher for. Of any other it lists packages and finds nothing. */
const knownFamilies: ReadonlySet<string> = new Set(
  [
    'alma alpine amazon azurelinux bottlerocket cbl-mariner centos chainguard debian echo minimos',
    'opensuse opensuse-leap opensuse-tumbleweed oracle photon redhat rocky',
    'sles slem suse.linux.enterprise.server suse.linux.enterprise.micro ubuntu wolfi',
  ].flatMap((line) => line.split(' ')),
);

export interface CoverageRules {
  /** milliseconds after which a database proves nothing any more */
  maxDatabaseAgeMs: number;
}

/** A week: past it even a real database has missed too much. */
export const defaultCoverageRules: CoverageRules = { maxDatabaseAgeMs: 7 * 24 * 3_600_000 };

/** Why nothing can be said about an image, whatever was found; empty when the scan looked at all of it. */
export function unknownReasons(coverage: Coverage, rules: CoverageRules, now: number): Reason[] {
  const { os, packages, notices, database } = coverage;
  const reasons: Reason[] = [];
  const say = (code: string, message: string) => void reasons.push({ code, message });
  if (packages.os + packages.library === 0) say('no_packages', 'no package was found, so nothing was matched');
  const system = systemReason(coverage);
  if (system !== undefined) reasons.push(system);
  if (os?.endOfLife) say('end_of_life_os', `${os.family} ${os.name} gets no security updates any more`);
  if (notices.includes('java_database_missing')) {
    say('java_database_missing', 'the image holds Java archives and there is no Java database to know them by');
  }
  if (databaseAge(database.updatedAt, now) > rules.maxDatabaseAgeMs) {
    say('old_database', `the vulnerability database is of ${database.updatedAt}, too old to rely on`);
  }
  return reasons;
}

function systemReason({ os, notices }: Coverage): Reason | undefined {
  if (os === undefined) {
    // Nothing is unseen where the layers hold none.
    if (notices.includes('no_system')) return undefined;
    const message = 'no operating system was recognised: its packages, if any, were not seen';
    return { code: 'unknown_os', message };
  }
  if (!knownFamilies.has(os.family)) {
    return { code: 'no_advisories', message: `there are no advisories for ${os.family}` };
  }
  if (!notices.includes('os_without_advisories')) return undefined;
  return { code: 'no_advisories', message: `the database holds no advisories for ${os.family} ${os.name}` };
}
