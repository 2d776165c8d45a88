import { broken } from './broken.ts';
import type { CanaryPackage } from './canary-packages.ts';
import type { Generation } from './generation.ts';

/** Shares of the last database that a new one must have at least. */
const keptVulnerabilities = 0.9;
const keptFindings = 0.8;

export interface PromotionCandidate {
  candidate: Generation;
  /** what the canary found with it */
  found: ReadonlySet<string>;
  packages: readonly CanaryPackage[];
  /** the one in use */
  last: Generation | undefined;
}

/**
 * A download is promoted only when it finds what every full database finds, and has not lost much against the last one.
 * Throws DrydockError `database_broken`.
 */
export function checkPromotion({ candidate, found, packages, last }: PromotionCandidate): void {
  const missed = packages.map(({ finds }) => finds).filter((id) => !found.has(id));
  if (missed.length > 0) throw broken(`a scan with it does not find ${missed.join(', ')}`);
  // A labelled one is no real database: there is nothing to lose.
  if (last === undefined || last.label !== undefined) return;
  const lost = (what: string, now: number, before: number) =>
    broken(`it has ${now} ${what}, the last one had ${before}`);
  if (candidate.vulnerabilities < last.vulnerabilities * keptVulnerabilities) {
    throw lost('vulnerabilities', candidate.vulnerabilities, last.vulnerabilities);
  }
  if (found.size < (last.canary ?? 0) * keptFindings) throw lost('findings in the canary', found.size, last.canary!);
}
