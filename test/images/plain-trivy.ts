import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { offline } from '../../functions/trivy/scan-arguments.ts';
import { sampleDatabase } from '../../sample/database/advisories.ts';
import { type Advisories, writeTrivyDatabase } from '../../sample/database/write-trivy-database.ts';

const run = promisify(execFile);

export interface PlainCredentials {
  username: string;
  password: string;
}

/** `trivy image` with the sample's database, or other advisories, in a directory, and nothing of drydock in between; gives its JSON. */
export function plainTrivy(trivy: string, directory: string, advisories: Advisories = sampleDatabase) {
  writeTrivyDatabase(directory, advisories);
  return async (reference: string, credentials?: PlainCredentials): Promise<string> => {
    const args = ['--scanners', 'vuln', '--image-src', 'remote', '--platform', 'linux/amd64', '--list-all-pkgs'];
    const { username, password } = credentials ?? {};
    const { stdout } = await run(trivy, ['image', '-q', ...args, ...offline(directory), reference], {
      maxBuffer: 64 * 1024 * 1024,
      env: {
        HOME: directory,
        ...(username !== undefined && { TRIVY_USERNAME: username, TRIVY_PASSWORD: password }),
      },
    });
    return stdout;
  };
}
