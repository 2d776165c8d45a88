import type { ReleaseTrust } from './release-trust.ts';
import { verifyRelease } from './verify-release.ts';

/** Throws unless the signed list of checksums of a release, lines of `<sha256>  <file>`, names this file with this checksum. */
export function checkSignedList(
  list: { bytes: Buffer; bundle: string; name: string },
  file: { name: string; sha256: string },
  trust: ReleaseTrust,
): void {
  verifyRelease(list.bytes, list.bundle, trust, list.name);
  const sums = list.bytes
    .toString()
    .split('\n')
    .flatMap((line) => (line.endsWith(`  ${file.name}`) ? [line.slice(0, 64)] : []));
  if (sums.length === 1 && sums[0] === file.sha256) return;
  throw new Error(`${list.name}, which is signed, does not name ${file.name} with sha256 ${file.sha256}`);
}
