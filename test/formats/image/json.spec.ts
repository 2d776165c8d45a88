import { expect, it } from 'vitest';
import { imageJson } from '../../../functions/formats/image/json.ts';
import { scanned } from './scanned.ts';

it("image JSON: the digest is the manifest's, that of an index stands beside it", () => {
  const image = scanned([]);
  const indexDigest = `sha256:${'1d'.repeat(32)}`;
  expect(JSON.parse(imageJson({ ...image, indexDigest }))).toMatchObject({ digest: image.digest, indexDigest });
  expect(JSON.parse(imageJson(image))).not.toHaveProperty('indexDigest');
});
