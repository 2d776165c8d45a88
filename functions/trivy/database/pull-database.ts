import { link, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../../errors.ts';
import { withJobDirectory } from '../job-directory.ts';
import {
  type ArtifactSource,
  databaseLayerType,
  databaseRepositories,
  javaLayerType,
  javaRepositories,
} from './artifact-source.ts';
import { fetchArtifact } from './fetch-artifact.ts';
import type { Generation } from './generation.ts';
import { databaseFiles, javaFiles } from './layout.ts';
import { stagingIn, type TakeInDeps, takeIn } from './take-in.ts';

export interface PullDeps extends TakeInDeps {
  source: ArtifactSource;
  jobs: string;
}

export interface PullOptions {
  /** Trivy's own when absent */
  repositories?: readonly string[];
  /** Trivy's own when absent, none when empty */
  javaRepositories?: readonly string[];
  signal?: AbortSignal;
}

export interface Pulled {
  outcome: 'promoted' | 'unchanged' | 'rejected';
  generation: Generation;
  /** why there is no fresh Java database */
  javaFailure?: DrydockError;
}

/**
 * Fetches the database, and promotes it when it is a new one. A Java database that cannot be had does not stop the other: the last one
 * stays in use. A database that was rolled back from is not promoted again.
 */
export function pullDatabase(deps: PullDeps, options: PullOptions = {}): Promise<Pulled> {
  return withJobDirectory(deps.jobs, async (job) => {
    const { signal } = options;
    const directory = stagingIn(job);
    const pointer = await deps.generations.pointer();
    const last = pointer && (await deps.generations.read(pointer.current));
    const rejected = pointer?.rejected && (await deps.generations.read(pointer.rejected));
    const source = await fetchArtifact(deps.source, {
      repositories: options.repositories ?? databaseRepositories,
      layerType: databaseLayerType,
      files: databaseFiles,
      known: last?.source,
      directory,
      signal,
    });
    if (last !== undefined && source === undefined) return { outcome: 'unchanged', generation: last };
    if (rejected && last && digestOf(rejected.source) === digestOf(source!)) {
      return { outcome: 'rejected', generation: last };
    }
    const java = await pullJava(deps, options, { directory, last });
    const incoming = { directory, source: source!, javaSource: java.source, isDownload: true, last, signal };
    const generation = await takeIn(deps, incoming);
    return { outcome: 'promoted', generation, ...(java.failure && { javaFailure: java.failure }) };
  });
}

async function pullJava(
  deps: PullDeps,
  options: PullOptions,
  { directory, last }: { directory: string; last: Generation | undefined },
): Promise<{ source?: string | undefined; failure?: DrydockError }> {
  const keep = async (): Promise<string | undefined> => {
    if (last?.java === undefined) return undefined;
    const { directory: from, fetchJava } = await deps.generations.promoted();
    await fetchJava?.();
    await mkdir(join(directory, 'java-db'), { recursive: true });
    for (const [folder, name] of javaFiles) await link(join(from, folder, name), join(directory, folder, name));
    return last.java.source;
  };
  const repositories = options.javaRepositories ?? javaRepositories;
  if (repositories.length === 0) return { source: await keep() };
  try {
    const source = await fetchArtifact(deps.source, {
      repositories,
      layerType: javaLayerType,
      files: javaFiles,
      known: last?.java?.source,
      directory,
      signal: options.signal,
    });
    return { source: source ?? (await keep()) };
  } catch (failure) {
    if (!(failure instanceof DrydockError)) throw failure;
    return { source: await keep(), failure };
  }
}

function digestOf(source: string): string {
  return source.slice(source.lastIndexOf('@') + 1);
}
