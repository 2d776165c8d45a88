/** A package as Trivy's report lists it; fields that are empty are absent. */
export type TrivyPackage = Readonly<Record<string, unknown>>;

/** Packages of Root.io and Seal, by their names or versions: Trivy matches them, or all packages beside them, with advisories of those vendors. */
export function isOfPatchVendor({ Name, SrcName, Version, Release }: TrivyPackage): boolean {
  const isNamedSo = [Name, SrcName].some((name) => typeof name === 'string' && /^@?seal(?:[-.]|security)/i.test(name));
  const version = [Version, Release].map((part) => (typeof part === 'string' ? part : '')).join('-');
  return isNamedSo || /root\.io|-r[0-9]007[0-9]|[+.-]sp[0-9]/.test(version);
}
