import type { CoverageNotice } from '../image/coverage.ts';
import { type LookOptions, lacksSystem } from '../registry/layers/lacks-system.ts';
import type { RegistryClient, ResolvedImage } from '../registry/ports.ts';
import type { ImageScan } from '../trivy/scanner.ts';

/** What a scan could not look at, and what its image was found not to have. */
export async function scanNotices(
  client: Pick<RegistryClient, 'openBlob'>,
  image: ResolvedImage,
  scan: ImageScan,
  options: LookOptions,
): Promise<CoverageNotice[]> {
  const isBare = mayLackSystem(scan) && (await lacksSystem(client, image, options));
  return [
    ...(scan.jarsUnknown ? (['java_database_missing'] as const) : []),
    ...(scan.osUnlisted ? (['os_without_advisories'] as const) : []),
    ...(isBare ? (['no_system'] as const) : []),
  ];
}

// Trivy's report is the same for an image without a system and one of a system that it does not know.
function mayLackSystem({ report }: ImageScan): boolean {
  const hasPackages = report.Results?.some((result) => result.Class === 'lang-pkgs') ?? false;
  return hasPackages && report.Metadata?.OS === undefined;
}
