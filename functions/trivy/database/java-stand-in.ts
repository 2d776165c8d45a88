import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { javaVersion } from './layout.ts';

/** Puts a Java database that knows no archive into a cache directory, so that Trivy goes on and names those that name themselves. */
export function placeJavaStandIn(cacheDirectory: string): void {
  const directory = join(cacheDirectory, 'java-db');
  mkdirSync(directory, { recursive: true });
  // Only when it is needed: Node 22 warns of it.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const database = new DatabaseSync(join(directory, 'trivy-java.db'));
  database.exec(`
    CREATE TABLE artifacts(id INTEGER PRIMARY KEY, group_id TEXT, artifact_id TEXT);
    CREATE TABLE indices(artifact_id INTEGER, version TEXT, sha1 BLOB, archive_type TEXT);
    CREATE UNIQUE INDEX indices_sha1_idx ON indices(sha1);`);
  database.close();
  const time = new Date(0).toISOString();
  // NextUpdate is far away: Trivy is not to think of fetching it.
  const metadata = { Version: javaVersion, NextUpdate: '2999-01-01T00:00:00Z', UpdatedAt: time, DownloadedAt: time };
  writeFileSync(join(directory, 'metadata.json'), JSON.stringify(metadata));
}
