/** A package as Trivy's report and its analyses list it; fields that are empty are absent. */
export type TrivyPackage = Readonly<Record<string, unknown>>;

/** What is of the place where a package was found, and nothing that it is matched by. */
const fieldsOfPlace: ReadonlySet<string> = new Set([
  'ID',
  'Identifier',
  'Layer',
  'FilePath',
  'Locations',
  'InstalledFiles',
  'DependsOn',
  'Relationship',
  'Indirect',
  'Dev',
  'Licenses',
  'Digest',
  'AnalyzedBy',
]);
// Red Hat's content sets are given to Trivy for a whole document.
const fieldsOfGroup: ReadonlySet<string> = new Set(['BuildInfo']);

/**
 * The fields that decide what a package is matched with, sorted by name. A field that is not known counts among them: at worst the
 * same package is matched twice.
 */
export function matchedFields(entry: TrivyPackage): Record<string, unknown> {
  const names = Object.keys(entry).filter((name) => !fieldsOfPlace.has(name) && !fieldsOfGroup.has(name));
  return Object.fromEntries(names.toSorted().map((name) => [name, entry[name]]));
}

/**
 * Packages of Root.io and Seal: one of them makes Trivy match all packages of its image with other advisories, so that such an image
 * cannot be matched package by package.
 */
export function isOfPatchVendor({ Name, SrcName, Version, Release }: TrivyPackage): boolean {
  const isNamedSo = [Name, SrcName].some((name) => typeof name === 'string' && /^@?seal[-.]/i.test(name));
  const version = `${Version ?? ''}-${Release ?? ''}`;
  return isNamedSo || version.includes('root.io') || /-r[0-9]007[0-9]/.test(version);
}
