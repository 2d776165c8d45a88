import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileSha256 } from '../file-sha256.ts';
import { broken } from './broken.ts';
import { checkBolt } from './check-bolt.ts';
import { checkSqlite } from './check-sqlite.ts';
import type { Generation } from './generation.ts';
import { databaseVersion, javaVersion } from './layout.ts';
import { readMetadata } from './read-metadata.ts';

/** What is known of a database from its files alone. */
export type Inspected = Pick<Generation, 'id' | 'digest' | 'bytes' | 'vulnerabilities' | 'updatedAt' | 'java'>;

/** Checks the database in a directory laid out as Trivy's cache directory. Rejects with DrydockError `database_broken`. */
export async function inspectDatabase(directory: string, now: number): Promise<Inspected> {
  const path = join(directory, 'db', 'trivy.db');
  if (!existsSync(path)) throw broken('it has no db/trivy.db');
  const { updatedAt } = await readMetadata(join(directory, 'db', 'metadata.json'), databaseVersion, now);
  const { bytes, vulnerabilities } = await checkBolt(path);
  if (vulnerabilities === 0) throw broken('it knows no vulnerability');
  const digest = `sha256:${await fileSha256(path)}`;
  const java = existsSync(join(directory, 'java-db')) ? await inspectJava(join(directory, 'java-db'), now) : undefined;
  const name = createHash('sha256').update(`${digest} ${java?.digest} ${updatedAt}`).digest('hex').slice(0, 12);
  const id = `${updatedAt.replaceAll(/[-:]|\.\d+/g, '')}-${name}`;
  return { id, digest, bytes, vulnerabilities, updatedAt, ...(java && { java }) };
}

async function inspectJava(directory: string, now: number): Promise<NonNullable<Generation['java']>> {
  const path = join(directory, 'trivy-java.db');
  if (!existsSync(path)) throw broken('it has no java-db/trivy-java.db');
  const { updatedAt } = await readMetadata(join(directory, 'metadata.json'), javaVersion, now);
  const { bytes } = await checkSqlite(path);
  return { digest: `sha256:${await fileSha256(path)}`, bytes, updatedAt };
}
