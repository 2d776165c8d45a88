import { isOfPackages, type TrivyReport, type TrivyResult } from '../trivy-report.ts';
import { markLength, packageMark, vulnerabilityMark } from './mark.ts';
import { isOfPatchVendor, type TrivyPackage } from './patch-vendors.ts';
import { placeOfLibraries, placeOfSystem } from './places.ts';

/** What of a database a result relies on: as long as that is the same, so is the result. */
export interface Reliance {
  /** of the rules that made it */
  version: number;
  /** whose advisories: see places.ts */
  places: readonly string[];
  /** of each package by its place and name, and of each vulnerability that was found; sorted, without anything between them */
  marks: string;
}

/** Raised when the same report would give other places or marks. */
export const relianceVersion = 1;

/** 48 KB: a row in the table holds it. */
const mostMarks = 8_000;

/** Undefined for an image of which it is not certain what it is matched by: it is to be matched as a whole each time. */
export function relianceOf(report: TrivyReport): Reliance | undefined {
  const { Family, Supplier } = (report.Metadata?.OS ?? {}) as { Family?: string; Supplier?: unknown };
  if (Supplier) return undefined;
  const places = new Set<string>();
  const marks = new Set<string>();
  for (const result of report.Results ?? []) {
    if (!isOfPackages(result)) continue;
    const isOfSystem = result.Class === 'os-pkgs';
    const place = isOfSystem ? placeOfSystem(Family ?? '') : placeOfLibraries(result.Type ?? '');
    if (place === undefined || !addMarks(marks, result, { place, isOfSystem })) return undefined;
    places.add(place);
  }
  // Whether the database knows the system at all is a matter of its buckets.
  const system = Family ? placeOfSystem(Family) : undefined;
  if ((Family && system === undefined) || marks.size > mostMarks) return undefined;
  if (system !== undefined) places.add(system);
  return { version: relianceVersion, places: [...places].toSorted(), marks: [...marks].toSorted().join('') };
}

export function* marksOf({ marks }: Pick<Reliance, 'marks'>): Generator<string> {
  for (let at = 0; at < marks.length; at += markLength) yield marks.slice(at, at + markLength);
}

interface At {
  place: string;
  isOfSystem: boolean;
}

/** False when a package is none that can be looked up by its name alone. */
function addMarks(marks: Set<string>, { Packages, Vulnerabilities }: TrivyResult, { place, isOfSystem }: At): boolean {
  for (const { VulnerabilityID } of Vulnerabilities ?? []) marks.add(vulnerabilityMark(VulnerabilityID));
  // A report without the list of packages says nothing of those without a finding.
  if (!Packages) return false;
  for (const entry of Packages as readonly TrivyPackage[]) {
    const { Name, SrcName } = entry;
    if (typeof Name !== 'string' || Name === '' || isOfPatchVendor(entry)) return false;
    // An archive that nobody could name has only a file's name.
    if (place === 'maven::' && !Name.includes(':')) return false;
    marks.add(packageMark(place, Name));
    if (isOfSystem && typeof SrcName === 'string' && SrcName !== '') marks.add(packageMark(place, SrcName));
  }
  return true;
}
