import { isOfPackages, type TrivyReport, type TrivyResult } from '../trivy-report.ts';
import { isOfPatchVendor, matchedFields, type TrivyPackage } from './package-fields.ts';
import { type Repository, repositoryIn } from './repository.ts';

/** Packages that may stand in one document together: those of one system and its repository, or libraries of one kind. */
export interface MatchGroup {
  os?: Readonly<Record<string, unknown>>;
  repository?: Repository;
  /** Red Hat's content sets */
  buildInfo?: unknown;
  /** `node-pkg`, `gobinary` …, for libraries */
  application?: string;
}

/** A package without its place: the same one in two images has the same key. */
export interface DistinctPackage {
  /** of all that it is matched by, its group included; JSON, some hundred bytes */
  key: string;
  group: MatchGroup;
  fields: Readonly<Record<string, unknown>>;
}

/** A package of an image, where it was found. */
export interface ListedPackage {
  distinct: DistinctPackage;
  entry: TrivyPackage;
}

/** The packages of one result, in its order; undefined for a result of something else. */
export type ListedResult = readonly ListedPackage[] | undefined;

/**
 * The packages of a report, for each of its results. `analyses` are those of the image's layers, bottom to top, as JSON: they know the
 * repository that packages come from. Undefined for an image that has to be matched as a whole.
 */
export function listPackages(report: TrivyReport, analyses: readonly string[]): ListedResult[] | undefined {
  const repository = repositoryIn(analyses);
  const { EOSL: _, ...os } = report.Metadata?.OS ?? {};
  const results = report.Results ?? [];
  const packages = results.flatMap((result) => packagesOf(result) ?? []);
  if (packages.some(isOfPatchVendor)) return undefined;
  return results.map((result) => {
    const group: MatchGroup =
      result.Class === 'os-pkgs' ? { os, ...(repository && { repository }) } : { application: result.Type ?? '' };
    return packagesOf(result)?.map((entry) => listPackage(group, entry));
  });
}

const packagesOf = (result: TrivyResult): readonly TrivyPackage[] | undefined =>
  isOfPackages(result) ? (result.Packages ?? []) : undefined;

function listPackage(common: MatchGroup, entry: TrivyPackage): ListedPackage {
  const group = entry.BuildInfo === undefined ? common : { ...common, buildInfo: entry.BuildInfo };
  const fields = matchedFields(entry);
  return { distinct: { key: JSON.stringify([group, fields]), group, fields }, entry };
}
