import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bucket, writeBolt } from './write-bolt.ts';
import { type JavaArtifact, writeJavaDatabase } from './write-java-database.ts';

/** What a test's vulnerability database holds; the values are Trivy's own shapes (schema 2), integers where it has integers. */
export interface Advisories {
  /** id -> Title, Description, Severity (a name), VendorSeverity, CVSS, References … */
  vulnerabilities: Readonly<Record<string, object>>;
  /** bucket (`debian 12`, `npm::GitHub Security Advisory npm`) -> package -> id -> advisory */
  packages: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Advisory>>>>>>;
  /** bucket -> where its advisories come from */
  sources?: Readonly<Record<string, { ID: string; Name: string; URL: string }>>;
  /** now when absent */
  updatedAt?: Date;
  /** makes a Java database, too; an empty list will do */
  java?: readonly JavaArtifact[];
}

export interface Advisory {
  FixedVersion?: string;
  /** 2 affected, 3 fixed, 5 will not fix … */
  Status?: number;
  Severity?: number;
  VulnerableVersions?: readonly string[];
  PatchedVersions?: readonly string[];
}

const day = 86_400_000;

/** Writes `db/trivy.db` and `db/metadata.json` (and `java-db/`) below a directory, which then serves as Trivy's cache directory. */
export function writeTrivyDatabase(directory: string, advisories: Advisories): void {
  const root = new Map<string, Bucket>([['vulnerability', values(advisories.vulnerabilities)]]);
  if (advisories.sources !== undefined) root.set('data-source', values(advisories.sources));
  for (const [bucket, packages] of Object.entries(advisories.packages)) {
    root.set(bucket, new Map(Object.entries(packages).map(([name, byId]) => [name, values(byId)])));
  }
  const updatedAt = advisories.updatedAt ?? new Date();
  mkdirSync(join(directory, 'db'), { recursive: true });
  writeBolt(join(directory, 'db', 'trivy.db'), root);
  writeFileSync(join(directory, 'db', 'metadata.json'), metadata(2, updatedAt));
  if (advisories.java !== undefined) {
    mkdirSync(join(directory, 'java-db'), { recursive: true });
    writeJavaDatabase(join(directory, 'java-db', 'trivy-java.db'), advisories.java);
    writeFileSync(join(directory, 'java-db', 'metadata.json'), metadata(1, updatedAt));
  }
}

function values(record: Readonly<Record<string, object>>): Bucket {
  return new Map(Object.entries(record).map(([key, value]) => [key, Buffer.from(JSON.stringify(value))]));
}

function metadata(version: number, updatedAt: Date): string {
  const time = updatedAt.toISOString();
  const next = new Date(updatedAt.getTime() + day).toISOString();
  return JSON.stringify({ Version: version, NextUpdate: next, UpdatedAt: time, DownloadedAt: time });
}
