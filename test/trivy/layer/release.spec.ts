import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeTar } from '../../../sample/images/write-tar.ts';
import { fillLayer } from '../../../scripts/trivy-layer/fill-layer.ts';
import { readLock, type TrivyLock } from '../../../scripts/trivy-layer/lock.ts';
import { releaseTrust } from '../../../scripts/trivy-layer/signature/release-trust.ts';
import { releaseArchive, takeBinary } from '../../../scripts/trivy-layer/take-binary.ts';
import { signingWorld } from './signing/sign-release.ts';
import { elf, lockWith, program, sha256 } from './small-build.ts';

const archiveOf = (trivy: Uint8Array): Buffer =>
  gzipSync(
    writeTar([
      { path: 'LICENSE', body: 'x' },
      { path: 'trivy', body: trivy, mode: 0o755 },
    ]),
  );
const archive = archiveOf(program);
const world = signingWorld(new Date('2026-01-02T03:04:05Z'));
const trust = { ...releaseTrust('0.68.2'), root: world.root };
const listOf = (...sums: string[]): Buffer =>
  Buffer.from(`${'0'.repeat(64)}  other.tar.gz\n${sums.map((sum) => `${sum}  trivy.tar.gz\n`).join('')}`);

interface Page {
  status?: number;
  archive?: Buffer;
  /** the list of checksums, and the one that was signed; the same when absent */
  list?: Buffer;
  signed?: Buffer;
  by?: typeof trust;
}

/** A release page on loopback; resolves to the address of its archive. */
async function serve({ status = 200, archive: body = archive, list = listOf(sha256(archive)), ...rest }: Page = {}) {
  const bundle = Buffer.from(JSON.stringify(world.sign(rest.signed ?? list, rest.by ?? trust)));
  const server = createServer(({ url = '' }, response) => {
    if (url.endsWith('.sigstore.json')) response.end(bundle);
    else if (url === '/trivy_0.68.2_checksums.txt') response.end(list);
    else response.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/trivy.tar.gz`;
}

describe('a release that is locked', () => {
  const take = async (page: Page = {}, sum = sha256(archive)) =>
    takeBinary(lockWith({ release: { url: await serve(page), sha256: sum } }), {}, () => trust);

  it('release: the program of the archive is taken', async () => {
    const { bytes, source, unlocked } = await take();
    expect(bytes.equals(program)).toBe(true);
    expect(source).toMatch(/trivy\.tar\.gz$/);
    expect(unlocked).toBeUndefined();
  });

  it('release: a list that the release did not sign, or that names another archive, is refused (S20)', async () => {
    await expect(take({ signed: listOf('1'.repeat(64)) })).rejects.toThrow('is not signed as it must be');
    await expect(take({ list: listOf('1'.repeat(64)) })).rejects.toThrow('the release signed sha256 1111');
  });

  it('release: an archive that was changed, replaced or taken away is refused (S20)', async () => {
    await expect(take({ archive: archiveOf(Buffer.from('evil')) })).rejects.toThrow('the lock file says');
    await expect(take({ status: 404 })).rejects.toThrow('answers 404');
    const empty = gzipSync(writeTar([{ path: 'LICENSE' }]));
    const page = { archive: empty, list: listOf(sha256(empty)) };
    await expect(take(page, sha256(empty))).rejects.toThrow('holds no trivy');
  });

  it('release: it is fetched by https only', async () => {
    const release = { url: 'http://example.org/trivy.tar.gz', sha256: sha256(archive) };
    await expect(takeBinary(lockWith({ release }), {})).rejects.toThrow('not https');
  });
});

describe('a release that is not locked', () => {
  const armProgram = elf(0xb7);
  const arm: TrivyLock = { ...lockWith(), architecture: 'arm64' };
  const armArchive = archiveOf(armProgram);
  const page: Page = { archive: armArchive, list: listOf(sha256(armArchive)) };
  const take = async (of: Page, lock = arm) => takeBinary(lock, {}, () => trust, await serve(of));

  it('release: of arm64 it is taken with the checksum that its project signed, and told what to lock', async () => {
    const { bytes, source, unlocked } = await take(page);
    expect(bytes.equals(armProgram)).toBe(true);
    expect(unlocked).toEqual({ binary: sha256(armProgram), release: { url: source, sha256: sha256(armArchive) } });
  });

  it('release: what was taken so fills the layer, unless it is for another architecture', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'drydock-layer-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const dist = join(directory, 'dist');
    const amd = await take({});
    expect(() => fillLayer(arm, amd, dist)).toThrow('built for amd64, the layer is for arm64');
    expect(existsSync(dist)).toBe(false);
    expect(fillLayer(arm, await take(page), dist)).toMatchObject({ architecture: 'arm64', sha256: sha256(armProgram) });
  });

  it.each<[string, Page, string]>([
    ['a list that was changed', { ...page, signed: listOf('1'.repeat(64)) }, 'is not signed as it must be'],
    [
      'a list that another workflow signed',
      { ...page, by: { ...trust, identity: `${trust.identity}x` } },
      'it was signed by',
    ],
    [
      'a list that another authority vouches for',
      { ...page, by: { ...trust, issuer: 'https://x.test' } },
      'it was signed by',
    ],
    ['a list that does not name it', { ...page, list: listOf() }, 'does not name trivy.tar.gz'],
    ['a list that names it twice', { ...page, list: listOf('1'.repeat(64), sha256(armArchive)) }, 'does not name'],
    ['a list without checksums', { ...page, list: listOf('x'.repeat(64)) }, 'does not name'],
    ['an archive that was changed', { ...page, archive: archiveOf(Buffer.from('evil')) }, 'the release signed'],
  ])('release: with %s it is refused (S20)', async (_, of, why) => {
    await expect(take(of)).rejects.toThrow(why);
  });

  it("release: its address is that of Trivy's project, as the lock file names it", () => {
    expect(releaseArchive('0.68.2', 'arm64')).toBe(
      'https://github.com/aquasecurity/trivy/releases/download/v0.68.2/trivy_0.68.2_Linux-ARM64.tar.gz',
    );
    const { version, builds } = readLock();
    expect(releaseArchive(version, 'amd64')).toBe(builds.amd64?.release?.url);
  });
});
