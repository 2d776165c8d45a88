/** Trivy 0.68 to 0.74: systems whose packages are looked up by name in buckets that begin so. Others' rules are of another kind, or were not looked at. */
const bucketBeginnings: ReadonlyMap<string, string> = new Map([
  ['alma', 'alma '],
  ['alpine', 'alpine '],
  ['amazon', 'amazon linux '],
  ['azurelinux', 'Azure Linux '],
  ['cbl-mariner', 'CBL-Mariner '],
  ['chainguard', 'chainguard'],
  ['debian', 'debian '],
  ['oracle', 'Oracle Linux '],
  ['photon', 'Photon OS '],
  ['rocky', 'rocky '],
  ['ubuntu', 'ubuntu '],
  ['wolfi', 'wolfi'],
]);

/** Kinds of libraries by the beginning of their buckets, `npm::` …, as Trivy's drivers name them. */
const typesOf: Readonly<Record<string, string>> = {
  cargo: 'rustbinary cargo',
  composer: 'composer composer-vendor',
  go: 'gobinary gomod',
  maven: 'jar pom gradle sbt',
  npm: 'npm yarn pnpm bun node-pkg javascript',
  nuget: 'nuget dotnet-core packages-props',
  pip: 'pipenv poetry pip python-pkg uv pylock',
  rubygems: 'bundler gemspec',
};
const ecosystems: ReadonlyMap<string, string> = new Map(
  Object.entries(typesOf).flatMap(([ecosystem, types]) =>
    types.split(' ').map((type): [string, string] => [type, `${ecosystem}::`]),
  ),
);

/** Where advisories for packages of a system are; undefined where it is not known. */
export const placeOfSystem = (family: string): string | undefined =>
  bucketBeginnings.has(family) ? family : undefined;

/** Where advisories for libraries of a kind are; undefined where it is not known. */
export const placeOfLibraries = (type: string): string | undefined => ecosystems.get(type);

/** Whose advisories a bucket of a database holds; undefined for a bucket that no place reads. */
export function placeOfBucket(bucket: string): string | undefined {
  const end = bucket.indexOf('::');
  if (end >= 0) return bucket.slice(0, end + 2);
  for (const [family, beginning] of bucketBeginnings) if (bucket.startsWith(beginning)) return family;
  return undefined;
}
