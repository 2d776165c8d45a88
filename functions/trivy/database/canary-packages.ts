/** Packages of a canary in versions that are long known to be vulnerable, and what must be found in them. */
export interface CanaryPackage {
  name: string;
  group?: string;
  version: string;
  purl: string;
  /** source package, for one of Debian */
  source?: { name: string; version: string; release: string };
  /** an advisory that every full database has */
  finds: string;
}

/** Of each ecosystem one: a database that lost one of them does not pass. */
export const canaryPackages: readonly CanaryPackage[] = [
  {
    name: 'libssl3',
    version: '3.0.9-1',
    purl: 'pkg:deb/debian/libssl3@3.0.9-1?arch=amd64&distro=debian-12',
    source: { name: 'openssl', version: '3.0.9', release: '1' },
    finds: 'CVE-2023-5363',
  },
  { name: 'lodash', version: '4.17.20', purl: 'pkg:npm/lodash@4.17.20', finds: 'CVE-2021-23337' },
  {
    name: 'log4j-core',
    group: 'org.apache.logging.log4j',
    version: '2.14.1',
    purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
    finds: 'CVE-2021-44228',
  },
  { name: 'requests', version: '2.30.0', purl: 'pkg:pypi/requests@2.30.0', finds: 'CVE-2023-32681' },
  {
    name: 'golang.org/x/text',
    version: 'v0.3.7',
    purl: 'pkg:golang/golang.org/x/text@v0.3.7',
    finds: 'CVE-2022-32149',
  },
];

/** A CycloneDX 1.5 document of a Debian 12 with these packages, as Trivy writes and reads them. */
export function canaryDocument(packages: readonly CanaryPackage[] = canaryPackages): string {
  const os = { 'bom-ref': 'os', type: 'operating-system', name: 'debian', version: '12' };
  const components = packages.map(({ name, group, version, purl, source }) => ({
    'bom-ref': purl,
    type: 'library',
    name,
    ...(group && { group }),
    version,
    purl,
    ...(source && {
      properties: [
        property('PkgType', 'debian'),
        property('SrcName', source.name),
        property('SrcVersion', source.version),
        property('SrcRelease', source.release),
      ],
    }),
  }));
  const metadata = { component: { 'bom-ref': 'canary', type: 'container', name: 'canary' } };
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata,
    components: [os, ...components],
  });
}

function property(name: string, value: string): { name: string; value: string } {
  return { name: `aquasecurity:trivy:${name}`, value };
}
