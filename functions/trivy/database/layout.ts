import { join } from 'node:path';

/** Folder and name of each file below a cache directory of Trivy. */
export const databaseFiles = [
  ['db', 'trivy.db'],
  ['db', 'metadata.json'],
] as const;

export const javaFiles = [
  ['java-db', 'trivy-java.db'],
  ['java-db', 'metadata.json'],
] as const;

/** Trivy's schema versions, as metadata.json has them. */
export const databaseVersion = 2;
export const javaVersion = 1;

/** Where generations and jobs lie below a data directory; on one file system, so that files are linked rather than copied. */
export function trivyDirectories(dataDirectory: string): { databases: string; jobs: string } {
  const databases = join(dataDirectory, 'trivy');
  return { databases, jobs: join(databases, 'jobs') };
}
