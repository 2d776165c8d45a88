import { packageMark, vulnerabilityMark } from './mark.ts';
import { placeOfBucket } from './places.ts';
import { marksOf, type Reliance, relianceVersion } from './reliance.ts';

/** What is different between two vulnerability databases; the same in both directions. */
export interface DatabaseChanges {
  /** buckets (`debian 12`) that changed as such: any package that is looked up there may have other findings */
  whole: readonly string[];
  /** names with other advisories, for each bucket; as advisories name them: source packages, `stream::name` of modules */
  packages: readonly { bucket: string; names: readonly string[] }[];
  /** ids of vulnerabilities that are told of otherwise, such as with another severity */
  vulnerabilities: readonly string[];
}

/** Whether a result may be another one with the other database; false only when it is the same for certain. */
export type TouchesResult = (reliance: Reliance) => boolean;

export function touchesResult({ whole, packages, vulnerabilities }: DatabaseChanges): TouchesResult {
  const places = new Set(whole.map(placeOfBucket));
  const marks = new Set(vulnerabilities.map(vulnerabilityMark));
  for (const { bucket, names } of packages) {
    const place = placeOfBucket(bucket);
    if (place === undefined) continue;
    for (const name of names) {
      marks.add(packageMark(place, name));
      // Packages of a module are looked up as `stream::name`, and listed by their name.
      const end = name.lastIndexOf('::');
      if (end >= 0) marks.add(packageMark(place, name.slice(end + 2)));
    }
  }
  return (reliance) =>
    reliance.version !== relianceVersion ||
    reliance.places.some((place) => places.has(place)) ||
    hasOneOf(reliance, marks);
}

function hasOneOf(reliance: Reliance, marks: ReadonlySet<string>): boolean {
  for (const mark of marksOf(reliance)) if (marks.has(mark)) return true;
  return false;
}
