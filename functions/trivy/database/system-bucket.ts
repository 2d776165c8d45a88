type Buckets = (release: string) => readonly string[];

const major = (release: string): string => release.split('.')[0]!;
const minor = (release: string): string => release.split('.').slice(0, 2).join('.');
const whole = (release: string): string => release;
const named =
  (name: string, part: (release: string) => string): Buckets =>
  (release) => [`${name} ${part(release)}`];
const always =
  (name: string): Buckets =>
  () => [name];

// Amazon's first system is called after the month it came out in.
const amazonRelease = (release: string): string => {
  const first = major(release.split(' ')[0]!);
  return ['2', '2022', '2023'].includes(first) ? first : '1';
};
// Extended maintenance has a bucket of its own for some releases; for others Trivy takes the usual one.
const ubuntu: Buckets = (release) => [`ubuntu ${release}`, `ubuntu ${release.replace(/-ESM$/, '')}`];

/** As trivy-db names its buckets, and as Trivy's matcher of each system reads a release. Systems that are not here are not judged. */
const bucketsOf: ReadonlyMap<string, Buckets> = new Map([
  ['alma', named('alma', major)],
  ['alpine', named('alpine', minor)],
  ['amazon', named('amazon linux', amazonRelease)],
  ['azurelinux', named('Azure Linux', minor)],
  ['cbl-mariner', named('CBL-Mariner', minor)],
  ['centos', always('Red Hat')],
  ['chainguard', always('chainguard')],
  ['debian', named('debian', major)],
  ['oracle', named('Oracle Linux', major)],
  ['photon', named('Photon OS', whole)],
  ['redhat', always('Red Hat')],
  ['rocky', named('rocky', major)],
  ['ubuntu', ubuntu],
  ['wolfi', always('wolfi')],
]);

/** Whether a database with these buckets has advisories for a release of a system; true where it is not known how its bucket is called. */
export function hasAdvisoriesFor(buckets: ReadonlySet<string>, system: { family: string; release: string }): boolean {
  const names = bucketsOf.get(system.family)?.(system.release);
  return names === undefined || names.some((name) => buckets.has(name));
}
