import type { ImageReference } from './reference.ts';
import type { TrivyReport } from './trivy-report.ts';

/** The image that was asked for, in place of the loopback name that Trivy was given. */
export interface ReportedImage {
  reference: ImageReference;
  /** of the index when the reference named one, else of the manifest */
  digest: string;
}

/** The report as `trivy image` would have written it for the real image. */
export function rewriteReport(report: TrivyReport, image: ReportedImage): TrivyReport {
  const name = shortName(image.reference);
  const { tag, digest } = image.reference;
  const shown = `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  const { Metadata, Results } = report;
  return {
    ...report,
    ArtifactName: shown,
    ...(Metadata && {
      Metadata: { ...rewriteMetadata(Metadata, name, image), ...('Reference' in Metadata && { Reference: shown }) },
    }),
    ...(Results && {
      Results: Results.map((result) => ({ ...result, ...rewriteTarget(result.Target, report, shown) })),
    }),
  };
}

/** Docker Hub's names as Docker and Trivy show them: `nginx`, `org/app`. */
function shortName({ registry, repository }: ImageReference): string {
  if (registry !== 'docker.io') return `${registry}/${repository}`;
  return repository.startsWith('library/') ? repository.slice('library/'.length) : repository;
}

type Metadata = NonNullable<TrivyReport['Metadata']>;

function rewriteMetadata(metadata: Metadata, name: string, { reference, digest }: ReportedImage): Metadata {
  const { RepoTags, RepoDigests, ...rest } = metadata;
  return {
    ...rest,
    ...(reference.tag !== undefined && reference.digest === undefined && { RepoTags: [`${name}:${reference.tag}`] }),
    RepoDigests: [`${name}@${digest}`],
  };
}

// The packages of the OS are listed under `<name> (debian 12.15)`, files under their path.
function rewriteTarget(target: string | undefined, report: TrivyReport, shown: string): { Target?: string } {
  const { ArtifactName } = report;
  if (target === undefined || !ArtifactName) return {};
  if (target !== ArtifactName && !target.startsWith(`${ArtifactName} (`)) return {};
  return { Target: `${shown}${target.slice(ArtifactName.length)}` };
}
