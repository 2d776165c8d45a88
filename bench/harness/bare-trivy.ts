import { execFile } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { databaseFiles, javaFiles } from '../../functions/trivy/database/layout.ts';
import type { OpenGeneration } from '../../functions/trivy/database/place-database.ts';
import { offline } from '../../functions/trivy/scan-arguments.ts';

export interface BareTrivy {
  /** path of the program */
  file: string;
  promoted: OpenGeneration;
  /** of the caches, on the file system of the database */
  directory: string;
}

const run = promisify(execFile);

/** `trivy image` with a cache of its own that holds the database alone; its report. */
export async function bareTrivy({ file, promoted, directory }: BareTrivy, reference: string): Promise<string> {
  const cache = mkdtempSync(join(directory, 'cache-'));
  const { directory: database, generation } = await promoted();
  for (const [folder, name] of [...databaseFiles, ...(generation.java ? javaFiles : [])]) {
    mkdirSync(join(cache, folder), { recursive: true });
    linkSync(join(database, folder, name), join(cache, folder, name));
  }
  const args = ['--scanners', 'vuln', '--image-src', 'remote', '--platform', 'linux/amd64', '--list-all-pkgs'];
  const options = { env: { HOME: cache }, maxBuffer: 256 * 1024 * 1024 };
  const { stdout } = await run(file, ['image', ...args, ...offline(cache), reference], options);
  rmSync(cache, { recursive: true });
  return stdout;
}
