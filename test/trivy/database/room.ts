import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { DrydockError } from '../../../functions/errors.ts';
import {
  type Artifact,
  type ArtifactSource,
  databaseLayerType,
  javaLayerType,
} from '../../../functions/trivy/database/artifact-source.ts';
import type { Canary } from '../../../functions/trivy/database/canary.ts';
import { canaryPackages } from '../../../functions/trivy/database/canary-packages.ts';
import { type DatabaseCommands, databaseCommands } from '../../../functions/trivy/database/database-commands.ts';
import { type Generations, generationsIn } from '../../../functions/trivy/database/generations.ts';
import { trivyDirectories } from '../../../functions/trivy/database/layout.ts';
import { type Advisories, writeTrivyDatabase } from '../../../sample/database/write-trivy-database.ts';
import { writeTar } from '../../../sample/images/write-tar.ts';
import { sampleAdvisories } from './sample-advisories.ts';

const expected = canaryPackages.map(({ finds }) => finds);

/** A directory with databases, registries that offer some, and a canary that finds what it is told to. */
export interface Room {
  directory: string;
  commands: DatabaseCommands;
  generations: Generations;
  canary: Canary;
  source: ArtifactSource;
  /** what the canary finds from now on; an error is what it fails with */
  canaryFinds(found: readonly string[] | DrydockError): void;
  /** what a repository answers from now on */
  offer(repository: string, answer: Artifact | DrydockError): void;
  /** repositories in the order they were asked */
  asked: string[];
  setTime(milliseconds: number): void;
  /** a cache directory of Trivy, outside */
  database(name: string, advisories?: Partial<Advisories>): string;
  remove(): void;
}

export function openRoom(start: number): Room {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-databases-'));
  const offers = new Map<string, Artifact | DrydockError>();
  const asked: string[] = [];
  let now = start;
  let found: readonly string[] | DrydockError = expected;
  const canary: Canary = async () => {
    if (found instanceof DrydockError) throw found;
    return new Set(found);
  };
  const source: ArtifactSource = {
    async open(repository) {
      asked.push(repository);
      const answer = offers.get(repository) ?? new DrydockError('registry_unavailable', 'nobody answers');
      if (answer instanceof DrydockError) throw answer;
      return answer;
    },
  };
  const { databases, jobs } = trivyDirectories(directory);
  const generations = generationsIn(databases);
  return {
    ...{ directory, generations, canary, source },
    commands: databaseCommands({ generations, canary, source, jobs, clock: () => now }),
    canaryFinds: (next) => {
      found = next;
    },
    offer: (repository, answer) => void offers.set(repository, answer),
    asked,
    setTime: (next) => {
      now = next;
    },
    database(name, advisories) {
      const path = join(directory, name);
      writeTrivyDatabase(path, { ...sampleAdvisories, updatedAt: new Date(start), ...advisories });
      return path;
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** Bytes of the archive in which a database is published. */
export function archive(cacheDirectory: string, folder: 'db' | 'java-db' = 'db'): Buffer {
  const names = ['metadata.json', folder === 'db' ? 'trivy.db' : 'trivy-java.db'];
  return gzipSync(writeTar(names.map((path) => ({ path, body: readFileSync(join(cacheDirectory, folder, path)) }))));
}

/** A database as a registry offers it; its layer can be read once. */
export function artifact(bytes: Buffer, changes: Partial<Artifact> & { java?: boolean } = {}): Artifact {
  const { java, ...rest } = changes;
  return {
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    mediaType: java ? javaLayerType : databaseLayerType,
    size: bytes.length,
    layer: Readable.from([bytes.subarray(0, 1_000), bytes.subarray(1_000)]),
    ...rest,
  };
}
