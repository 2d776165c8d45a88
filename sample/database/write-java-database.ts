import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** A jar that Trivy knows by its checksum. */
export interface JavaArtifact {
  group: string;
  artifact: string;
  version: string;
  /** 40 hex digits */
  sha1: string;
}

const tables = `
  CREATE TABLE artifacts(id INTEGER PRIMARY KEY, group_id TEXT, artifact_id TEXT);
  CREATE TABLE indices(artifact_id INTEGER, version TEXT, sha1 BLOB, archive_type TEXT);
  CREATE UNIQUE INDEX artifacts_idx ON artifacts(artifact_id, group_id);
  CREATE INDEX indices_artifact_idx ON indices(artifact_id);
  CREATE UNIQUE INDEX indices_sha1_idx ON indices(sha1);`;

/** Writes Trivy's Java database (schema 1): names of jars by checksum. */
export function writeJavaDatabase(path: string, artifacts: readonly JavaArtifact[]): void {
  rmSync(path, { force: true });
  const database = new DatabaseSync(path);
  try {
    database.exec(tables);
    const name = database.prepare('INSERT INTO artifacts(group_id, artifact_id) VALUES (?, ?)');
    const jar = database.prepare("INSERT INTO indices VALUES (?, ?, ?, 'jar')");
    for (const { group, artifact, version, sha1 } of artifacts) {
      const { lastInsertRowid } = name.run(group, artifact);
      jar.run(lastInsertRowid, version, Buffer.from(sha1, 'hex'));
    }
  } finally {
    database.close();
  }
}
