import type { ImageFinding } from '../finding.ts';
import { packageClass, readFindings } from '../read-findings.ts';
import type { TrivyReport, TrivyResult } from '../trivy-report.ts';

/** What a comparison looks at: findings, and the packages that were there to be found vulnerable. */
export interface ImageContents {
  findings: readonly ImageFinding[];
  /** keys of packages: see packageKey */
  packages: ReadonlySet<string>;
}

/** What a package is to a comparison: neither its package URL, which names the release of the system, nor its layer. */
export interface PackagePlace {
  class: ImageFinding['class'];
  type: string;
  package: string;
  installed: string;
  path?: string;
  target: string;
}

/** The same package in the same version at the same place of any two images has the same key. */
export const packageKey = (place: PackagePlace): string => JSON.stringify([...placeOf(place), place.installed]);

/** The same without its version. */
export const placeKey = (place: PackagePlace): string => JSON.stringify(placeOf(place));

/** The target of packages of the system names the image: only its release is kept, so that one image has the same findings under any name. */
export function readContents(report: TrivyReport): ImageContents {
  const findings = readFindings(report).map((finding) =>
    finding.class === 'os' ? { ...finding, target: releaseIn(finding.target) } : finding,
  );
  const packages = new Set(findings.map(packageKey));
  for (const result of report.Results ?? []) {
    for (const found of result.Packages ?? []) packages.add(packageKey(installedPackage(result, found)));
  }
  return { findings, packages };
}

// A file with several packages, such as a lock file, is the target; a package that is a file of its own has a path.
const placeOf = ({ class: kind, type, package: name, path, target }: PackagePlace): string[] => [
  ...[kind, type, name, path ?? (kind === 'os' ? '' : target)],
];

const releaseIn = (target: string): string => /\(([^()]*)\)$/.exec(target)?.[1] ?? '';

function installedPackage(result: TrivyResult, found: Record<string, unknown>): PackagePlace {
  const { Name, Version, Release, Epoch, FilePath } = found;
  const epoch = typeof Epoch === 'number' && Epoch > 0 ? `${Epoch}:` : '';
  const release = textOf(Release);
  return {
    class: packageClass(result),
    type: result.Type ?? '',
    package: textOf(Name),
    installed: `${epoch}${textOf(Version)}${release === '' ? '' : `-${release}`}`,
    ...(textOf(FilePath) !== '' && { path: textOf(FilePath) }),
    target: result.Target ?? '',
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
