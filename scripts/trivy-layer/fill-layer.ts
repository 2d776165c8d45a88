import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkSum, type TakenBinary } from './binary-sources.ts';
import { elfArchitecture } from './elf-architecture.ts';
import { type LayerBuild, layerSbom } from './layer-sbom.ts';
import type { TrivyLock } from './lock.ts';

const licence = fileURLToPath(new URL('../../LICENSE', import.meta.url));
const notice = fileURLToPath(new URL('../../layers/trivy/NOTICE', import.meta.url));

/**
 * Puts a program into `dist` as the layer wants it: bin/trivy, licence, SBOM, and trivy.json (LayerBuild). It must be built for the
 * lock's architecture and have its checksum, or `sha256`, which the operator vouches for, or have been taken from a signed release.
 * What was there stays when it is refused.
 */
export function fillLayer(lock: TrivyLock, taken: TakenBinary, dist: string, sha256?: string): LayerBuild {
  const { architecture, version } = lock;
  const found = elfArchitecture(taken.bytes);
  if (found !== architecture) throw new Error(`this Trivy is built for ${found}, the layer is for ${architecture}`);
  const expected = sha256 ?? lock.builds[architecture]?.binary ?? taken.unlocked?.binary;
  if (expected === undefined) {
    throw new Error(
      `the lock file knows no Trivy for ${architecture}: give its --sha256, or write it into builds.${architecture}.binary of layers/trivy/trivy.lock.json`,
    );
  }
  const says = sha256 === undefined ? 'the lock file says (--sha256 vouches for another)' : '--sha256 says';
  checkSum(taken.bytes, expected, 'this Trivy', says);
  const sum = createHash('sha256').update(taken.bytes).digest('hex');
  const build: LayerBuild = { version, architecture, sha256: sum, source: taken.source };

  const next = `${dist}.new`;
  rmSync(next, { recursive: true, force: true });
  mkdirSync(join(next, 'bin'), { recursive: true });
  writeFileSync(join(next, 'bin', 'trivy'), taken.bytes, { mode: 0o755 });
  copyFileSync(licence, join(next, 'LICENSE'));
  copyFileSync(notice, join(next, 'NOTICE'));
  writeFileSync(join(next, 'sbom.cdx.json'), layerSbom(build));
  writeFileSync(join(next, 'trivy.json'), `${JSON.stringify(build, null, 2)}\n`);
  rmSync(dist, { recursive: true, force: true });
  renameSync(next, dist);
  return build;
}
