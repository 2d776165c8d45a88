import { readdirSync, readFileSync } from 'node:fs';
import type { SchemaTables } from '../manifest/schema/schemas.ts';

const committed = new URL('../manifest/schema/data/', import.meta.url);
const minorOf = (version: string): number => Number(version.split('.')[1]);
const tableFile = /^(\d+\.\d+\.\d+)\.json$/;

/** The schema tables of a folder, one file a Kubernetes version; a bundle names the folder it ships them in. */
export function schemaFiles(directory: URL = committed): SchemaTables {
  const versions = readdirSync(directory)
    .flatMap((name) => tableFile.exec(name)?.[1] ?? [])
    .sort((a, b) => minorOf(a) - minorOf(b));
  return {
    versions,
    load: (version) => JSON.parse(readFileSync(new URL(`${version}.json`, directory), 'utf8')),
  };
}
