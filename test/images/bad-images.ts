import { type BuiltImage, buildImage, type ImageManifest } from '../../sample/images/build-image.ts';
import { npmFiles } from '../../sample/images/library-files.ts';

const files = npmFiles('lodash', '4.17.20');
const image = buildImage({ layers: [{ files }] });
const other = buildImage({ layers: [{ files: npmFiles('lodash', '4.17.21') }] });
const withConfigType = (mediaType: string) => (manifest: ImageManifest) => ({
  ...manifest,
  config: { ...manifest.config, mediaType },
});
const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';

export interface BadImage {
  image: BuiltImage;
  /** the code that it is refused with, asked for as linux/amd64 */
  code: 'broken_image' | 'foreign_layer' | 'not_an_image' | 'platform_not_found';
}

/** What has to be refused. Some no registry takes: serve them with serveImages. */
export const badImages: Readonly<Record<string, BadImage>> = {
  'damaged-layer': {
    image: { ...image, layers: [{ ...image.layers[0]!, bytes: other.layers[0]!.bytes }] },
    code: 'broken_image',
  },
  'foreign-layer': {
    image: buildImage({
      layers: [{ files, mediaType: foreign }],
      alterManifest: (manifest) => ({
        ...manifest,
        layers: manifest.layers.map((layer) => ({ ...layer, urls: ['http://127.0.0.1:9/layer'] })),
      }),
    }),
    code: 'foreign_layer',
  },
  'wrong-architecture': {
    image: buildImage({ platform: { os: 'linux', architecture: 's390x' }, layers: [{ files }] }),
    code: 'platform_not_found',
  },
  'helm-chart': {
    image: buildImage({
      layers: [{ files: { 'chart/Chart.yaml': 'name: chart\n' } }],
      alterManifest: withConfigType('application/vnd.cncf.helm.config.v1+json'),
    }),
    code: 'not_an_image',
  },
  'cosign-signature': {
    image: buildImage({
      layers: [{ bytes: Buffer.from('{}'), mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json' }],
    }),
    code: 'not_an_image',
  },
  'more-diff-ids-than-layers': {
    image: buildImage({
      layers: [{ files }],
      alterConfig: (config) => ({
        ...config,
        rootfs: { type: 'layers', diff_ids: [...config.rootfs.diff_ids, `sha256:${'0'.repeat(64)}`] },
      }),
    }),
    code: 'broken_image',
  },
  'one-diff-id-for-two-layers': {
    image: buildImage({
      layers: [{ files }, { files: { hello: 'hello\n' } }],
      alterConfig: (config) => ({
        ...config,
        rootfs: { type: 'layers', diff_ids: config.rootfs.diff_ids.map(() => config.rootfs.diff_ids[0]!) },
      }),
    }),
    code: 'broken_image',
  },
};
