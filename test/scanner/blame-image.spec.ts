import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { defaultPlatform } from '../../functions/image/platform.ts';
import { parseReference } from '../../functions/image/reference.ts';
import { scanPulled } from '../../functions/scanner/scan-pulled.ts';
import { buildImage } from '../../sample/images/build-image.ts';
import { localClient } from '../registry/local-client.ts';
import { scriptedRegistry } from '../registry/scripted-registry.ts';
import { debian } from '../trivy/sample-images.ts';
import { kinds, openSeamRoom } from './seam-room.ts';

const gzip = 'application/vnd.oci.image.layer.v1.tar+gzip';
const damaged = {
  'a layer that is no archive': gzipSync(Buffer.alloc(5_000, 'x')),
  'a layer of other bytes': Buffer.alloc(3_000, 7),
  'zstd that was cut off': zstdCompressSync(Buffer.alloc(500_000, 'abcdefgh')).subarray(0, 30),
};
const withReal = kinds.find(([kind, isHere]) => kind === 'real' && isHere) !== undefined;

for (const [what, bytes] of Object.entries(damaged)) {
  it.skipIf(!withReal)(
    `real Trivy: ${what} is a broken image, whether or not Trivy tells, with and without kept analyses`,
    async () => {
      const image = buildImage({ layers: [{ files: debian }, { bytes, mediaType: gzip }] });
      for (const withoutSeam of [true, false]) {
        const room = await openSeamRoom('real', { withoutSeam });
        await expect(room.scan(image)).rejects.toMatchObject({ code: 'broken_image' });
      }
    },
  );
}

it('scan: what fails for another reason than a broken image is told as it is, and fetches no layer again where a code says why', async () => {
  const registry = await scriptedRegistry();
  const client = localClient();
  onTestFinished(async () => {
    client.close();
    await registry.close();
  });
  const image = buildImage({ layers: [{ files: debian }] });
  registry.add('shop/web', '1', image);
  for (const [code, fetches] of [
    ['scanner_failed', 1],
    ['scanner_oom', 0],
  ] as const) {
    registry.requests.length = 0;
    const error = new DrydockError(code, 'the scanner failed');
    const trivy = { version: '0.68.2', scan: () => Promise.reject(error) };
    const order = {
      reference: parseReference(`${registry.host}/shop/web:1`),
      platform: defaultPlatform,
      signal: new AbortController().signal,
    };
    await expect(scanPulled({ client, trivy }, order)).rejects.toBe(error);
    expect(registry.requests.filter(({ path }) => path.endsWith(image.layers[0]!.digest))).toHaveLength(fetches);
  }
});
