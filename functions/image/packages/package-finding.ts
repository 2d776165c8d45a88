import type { TrivyVulnerability } from '../trivy-report.ts';
import type { TrivyPackage } from './package-fields.ts';

/** A vulnerability of a package wherever that is found: Trivy's fields without those of the place. */
export type PackageFinding = Omit<TrivyVulnerability, 'PkgPath' | 'Layer' | 'PkgIdentifier'> & {
  VulnerabilityID: string;
};

export function packageFinding(found: TrivyVulnerability): PackageFinding {
  const { PkgID: _, PkgPath: __, Layer: ___, PkgIdentifier: ____, ...finding } = found;
  return finding as PackageFinding;
}

/** The finding in one place, as Trivy reports it. */
export function findingAt(finding: PackageFinding, entry: TrivyPackage, isOfSystem: boolean): TrivyVulnerability {
  const { ID, Identifier, Layer, FilePath } = entry;
  return {
    ...finding,
    ...(ID !== undefined && { PkgID: ID }),
    // Trivy names the file of a library only.
    ...(FilePath !== undefined && !isOfSystem && { PkgPath: FilePath }),
    ...(Identifier !== undefined && { PkgIdentifier: Identifier }),
    ...(Layer !== undefined && { Layer }),
  } as TrivyVulnerability;
}
