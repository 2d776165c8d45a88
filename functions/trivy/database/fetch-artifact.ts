import { DrydockError } from '../../errors.ts';
import type { Artifact, ArtifactSource } from './artifact-source.ts';
import { broken } from './broken.ts';
import type { databaseFiles, javaFiles } from './layout.ts';
import { unpackArtifact } from './unpack-artifact.ts';

export interface Fetch {
  /** tried in this order */
  repositories: readonly string[];
  layerType: string;
  files: typeof databaseFiles | typeof javaFiles;
  /** `repository@digest` of what is here already */
  known: string | undefined;
  /** gets the folder with the files */
  directory: string;
  signal?: AbortSignal | undefined;
}

/**
 * Unpacks the artifact of the first repository that gives it; resolves with `repository@digest`, or with undefined when that is what
 * is here already. Rejects with the last repository's DrydockError, and names all of them.
 */
export async function fetchArtifact(source: ArtifactSource, fetch: Fetch): Promise<string | undefined> {
  const failures: string[] = [];
  let last: DrydockError | undefined;
  for (const repository of fetch.repositories) {
    try {
      const artifact = await source.open(repository, fetch.signal);
      if (fetch.known?.endsWith(`@${artifact.digest}`)) {
        artifact.layer.destroy();
        return undefined;
      }
      await unpack(artifact, fetch);
      return `${repository}@${artifact.digest}`;
    } catch (error) {
      fetch.signal?.throwIfAborted();
      if (!(error instanceof DrydockError)) throw error;
      last = error;
      failures.push(`${repository}: ${error.message}`);
    }
  }
  const message = failures.length === 0 ? 'no repository is configured' : failures.join('; ');
  throw new DrydockError(last?.code ?? 'bad_configuration', message, {
    cause: last,
    ...(last?.retryAfter !== undefined && { retryAfter: last.retryAfter }),
  });
}

async function unpack(artifact: Artifact, { layerType, files, directory }: Fetch): Promise<void> {
  if (artifact.mediaType !== layerType) {
    artifact.layer.destroy();
    throw broken('the artifact is of another kind');
  }
  await unpackArtifact(artifact.layer, files, directory);
}
