import type { DistinctPackage } from './list-packages.ts';

/** An analysis of a layer that never was, with many packages in it. */
export interface MergedDocument {
  /** JSON that Trivy reads as the analysis of a layer */
  json: string;
  /** by the position that is the id of a package there */
  packages: readonly DistinctPackage[];
}

/** Trivy answers with `PkgID`; it is the position of the package in the document. */
export const positionOf = (id: string | undefined): number => Number(id ?? Number.NaN);

/**
 * Documents of `most` packages each, of one group each. One application of a type stands in a document: a second one without a path
 * would replace it. Ids are ours, since Trivy drops a system's packages of equal id, and libraries of some kinds have none.
 */
export function mergeDocuments(packages: Iterable<DistinctPackage>, most: number): MergedDocument[] {
  const groups = new Map<string, DistinctPackage[]>();
  for (const one of packages) {
    const name = JSON.stringify(one.group);
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [one]);
    else members.push(one);
  }
  return [...groups.values()].flatMap((members) => inParts(members, most).map(mergeDocument));
}

function mergeDocument(packages: readonly DistinctPackage[]): MergedDocument {
  const entries = packages.map(({ fields }, position) => ({ ...fields, ID: String(position) }));
  const { os, repository, buildInfo, application } = packages[0]!.group;
  const document = {
    SchemaVersion: 2,
    DiffID: `sha256:${'0'.repeat(64)}`,
    ...(os && { OS: os }),
    ...(repository && { Repository: repository }),
    ...(buildInfo !== undefined && { BuildInfo: buildInfo }),
    ...(application === undefined
      ? { PackageInfos: [{ FilePath: 'packages', Packages: entries }] }
      : { Applications: [{ Type: application, FilePath: '', Packages: entries }] }),
  };
  return { json: JSON.stringify(document), packages };
}

function inParts<T>(values: readonly T[], most: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < values.length; at += most) parts.push(values.slice(at, at + most));
  return parts;
}
