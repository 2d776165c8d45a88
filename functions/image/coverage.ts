import { packageClass } from './read-findings.ts';
import type { TrivyReport, TrivyResult } from './trivy-report.ts';

/** What a scan looked at and what it was matched with. */
export interface Coverage {
  /** absent when none was recognised */
  os?: { family: string; name: string; endOfLife: boolean };
  /** numbers of packages found */
  packages: { os: number; library: number };
  scanner: { name: 'trivy'; version: string };
  database: DatabaseCoverage;
  /** what could not be looked at, or was found not to be there */
  notices: readonly CoverageNotice[];
}

export interface DatabaseCoverage {
  /** names the promoted generation */
  generation: string;
  /** ISO 8601; when its advisories were collected */
  updatedAt: string;
  /** older than 48 hours when the scan was made */
  stale: boolean;
  /** said of a database that is no real one */
  label?: string;
}

/** `os_without_advisories`: the release is known, the database holds nothing about it. `no_system`: the layers were looked through for one. */
export type CoverageNotice = 'os_without_advisories' | 'java_database_missing' | 'no_system';

/** What made a report, as its scanner tells. */
export interface ScanTools {
  scannerVersion: string;
  database: { generation: string; updatedAt: string; label?: string };
  notices?: readonly CoverageNotice[];
}

const staleAfterMs = 48 * 3_600_000;

/** `now` is milliseconds since 1970. */
export function coverageOf(report: TrivyReport, tools: ScanTools, now: number): Coverage {
  const { OS } = report.Metadata ?? {};
  const { generation, updatedAt, label } = tools.database;
  return {
    ...(OS?.Family && { os: { family: OS.Family, name: OS.Name ?? '', endOfLife: OS.EOSL === true } }),
    packages: countPackages(report.Results ?? []),
    scanner: { name: 'trivy', version: tools.scannerVersion },
    database: {
      ...{ generation, updatedAt, stale: databaseAge(updatedAt, now) > staleAfterMs },
      ...(label !== undefined && { label }),
    },
    notices: [...new Set(tools.notices ?? [])],
  };
}

/** Milliseconds; a date that is none counts as the oldest. */
export function databaseAge(updatedAt: string, now: number): number {
  const time = Date.parse(updatedAt);
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : now - time;
}

function countPackages(results: readonly TrivyResult[]): Coverage['packages'] {
  const packages = { os: 0, library: 0 };
  for (const result of results) {
    if (result.Class === 'os-pkgs' || result.Class === 'lang-pkgs')
      packages[packageClass(result)] += packagesIn(result);
  }
  return packages;
}

// A report without the list of packages still names those with findings.
function packagesIn({ Packages, Vulnerabilities }: TrivyResult): number {
  if (Packages) return Packages.length;
  const named = (Vulnerabilities ?? []).map(({ PkgName, InstalledVersion }) => `${PkgName}@${InstalledVersion}`);
  return new Set(named).size;
}
