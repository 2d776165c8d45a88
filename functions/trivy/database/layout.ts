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
