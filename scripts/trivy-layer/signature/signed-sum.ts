import { download } from '../download.ts';
import type { ReleaseTrust } from './release-trust.ts';
import { verifyRelease } from './verify-release.ts';

/**
 * The sha256 of a file of a release, from the list of checksums beside it: lines of `<sha256>  <file>`. Rejects unless the list is signed
 * as the trust demands and names the file once.
 */
export async function signedSum(url: string, version: string, trust: ReleaseTrust): Promise<string> {
  const list = new URL(`trivy_${version}_checksums.txt`, url).href;
  const [bytes, bundle] = [await download(list), await download(`${list}.sigstore.json`)];
  verifyRelease(bytes, bundle.toString(), trust, list);
  const name = url.slice(url.lastIndexOf('/') + 1);
  const sums = bytes
    .toString()
    .split('\n')
    .flatMap((line) => (line.slice(64) === `  ${name}` ? [line.slice(0, 64)] : []));
  if (sums.length === 1 && /^[0-9a-f]{64}$/.test(sums[0]!)) return sums[0]!;
  throw new Error(`${list}, which is signed, does not name ${name}`);
}
