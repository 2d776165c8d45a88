/** Files of an image: path -> content. */
export type Files = Record<string, string | Uint8Array>;

export interface OsPackage {
  name: string;
  version: string;
  /** source package, when it has another name */
  source?: string;
}

export function osRelease(id: string, version: string, name = id): Files {
  return { 'etc/os-release': `NAME="${name}"\nID=${id}\nVERSION_ID=${version}\n` };
}

/** Debian with its packages in dpkg's database. */
export function debianFiles(version: string, packages: readonly OsPackage[]): Files {
  return {
    ...osRelease('debian', `"${version.split('.')[0]}"`, 'Debian GNU/Linux'),
    'etc/debian_version': `${version}\n`,
    'var/lib/dpkg/status': packages.map((entry) => `${dpkgEntry(entry)}\n`).join(''),
  };
}

/** As distroless images keep packages: a file for each. */
export function distrolessFiles(version: string, packages: readonly OsPackage[]): Files {
  return {
    ...osRelease('debian', `"${version}"`, 'Distroless'),
    'etc/debian_version': `${version}\n`,
    ...Object.fromEntries(packages.map((entry) => [`var/lib/dpkg/status.d/${entry.name}`, dpkgEntry(entry)])),
  };
}

/** Alpine with its packages in apk's database. */
export function alpineFiles(version: string, packages: readonly OsPackage[]): Files {
  return {
    ...osRelease('alpine', version, 'Alpine Linux'),
    'etc/alpine-release': `${version}\n`,
    'lib/apk/db/installed': packages.map(apkEntry).join(''),
  };
}

function dpkgEntry({ name, version, source }: OsPackage): string {
  const lines = [`Package: ${name}`, 'Status: install ok installed', 'Architecture: amd64', `Version: ${version}`];
  if (source !== undefined) lines.push(`Source: ${source}`);
  return `${lines.join('\n')}\n`;
}

function apkEntry({ name, version, source = name }: OsPackage): string {
  return `P:${name}\nV:${version}\nA:x86_64\nL:Apache-2.0\no:${source}\n\n`;
}
