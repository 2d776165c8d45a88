import { blob, buildImage, type ImageManifest, sha256 } from '../../sample/images/build-image.ts';
import { buildIndex } from '../../sample/images/build-index.ts';

export const layers = [{ files: { a: 'a' } }, { files: { b: 'b' } }];
const altered = (alterManifest: (manifest: ImageManifest) => object) => buildImage({ layers, alterManifest });
const withConfig = (alter: (config: { rootfs: { diff_ids: string[] } }) => object) =>
  buildImage({ layers, alterConfig: alter });
export const ociManifest = 'application/vnd.oci.image.manifest.v1+json';

/** An image whose manifest is this text, whatever JSON.stringify would make of it. */
const asText = (change: (text: string) => string) => {
  const image = buildImage({ layers });
  return { ...image, manifest: blob(ociManifest, Buffer.from(change(Buffer.from(image.manifest.bytes).toString()))) };
};
const configAsText = (change: (text: string) => string) => {
  const image = buildImage({ layers });
  const config = blob(image.config.mediaType, Buffer.from(change(Buffer.from(image.config.bytes).toString())));
  const manifest = JSON.parse(Buffer.from(image.manifest.bytes).toString());
  return {
    ...image,
    config,
    manifest: blob(ociManifest, {
      ...manifest,
      config: { ...manifest.config, digest: config.digest, size: config.bytes.length },
    }),
  };
};

/** Artefacts that are no image, or contradict themselves, with the code they are refused with. */
export const hostileImages: [
  name: string,
  code: string,
  image: ReturnType<typeof buildImage> | ReturnType<typeof buildIndex>,
][] = [
  [
    'a Helm chart',
    'not_an_image',
    altered((manifest) => ({
      ...manifest,
      config: { ...manifest.config, mediaType: 'application/vnd.cncf.helm.config.v1+json' },
    })),
  ],
  [
    'a cosign signature, whose config is that of an image',
    'not_an_image',
    buildImage({
      layers: [{ bytes: Buffer.from('{}'), mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json' }],
    }),
  ],
  [
    'a build attestation named by its digest',
    'not_an_image',
    buildIndex({ images: [buildImage({ layers })], attestations: true }).images[0]!,
  ],
  [
    'a manifest of schema 1',
    'not_an_image',
    {
      ...buildImage({ layers }),
      manifest: blob('application/vnd.docker.distribution.manifest.v1+prettyjws', { schemaVersion: 1, fsLayers: [] }),
    },
  ],
  [
    'a manifest of an unknown type',
    'not_an_image',
    { ...buildImage({ layers }), manifest: blob('application/json', { schemaVersion: 2 }) },
  ],
  [
    'a layer with urls outside the registry',
    'foreign_layer',
    altered((manifest) => ({
      ...manifest,
      layers: manifest.layers.map((layer) => ({ ...layer, urls: ['http://169.254.169.254/'] })),
    })),
  ],
  [
    'a foreign layer of Docker with urls',
    'foreign_layer',
    altered((manifest) => ({
      ...manifest,
      layers: manifest.layers.map((layer) => ({
        ...layer,
        mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
        urls: ['https://example.com/'],
      })),
    })),
  ],
  [
    'urls under a key that only Go takes for urls',
    'broken_image',
    asText((text) => text.replace('"layers":[{', '"layers":[{"URLs":["http://127.0.0.1/"],')),
  ],
  ['layers said twice', 'broken_image', asText((text) => text.replace('"layers":', '"layers":[],"layers":'))],
  [
    'layers said again with an escape',
    'broken_image',
    asText((text) => text.replace('"layers":', '"layer\\u0073":[],"layers":')),
  ],
  [
    'layers said again with a long s',
    'broken_image',
    asText((text) => text.replace('"layers":', '"layer\u017f":[],"layers":')),
  ],
  [
    'layers said again in capitals',
    'broken_image',
    asText((text) => text.replace('"layers":', '"LAYERS":[],"layers":')),
  ],
  [
    'a config key in capitals',
    'broken_image',
    configAsText((text) => text.replace('"rootfs":', '"RootFS":{},"rootfs":')),
  ],
  [
    'diff ids said twice',
    'broken_image',
    configAsText((text) => text.replace('"diff_ids":', '"diff_ids":[],"diff_ids":')),
  ],
  ['a manifest that is an index too', 'broken_image', altered((manifest) => ({ ...manifest, manifests: [] }))],
  [
    'a manifest that calls itself an index',
    'broken_image',
    altered((manifest) => ({ ...manifest, mediaType: 'application/vnd.oci.image.index.v1+json' })),
  ],
  ['a manifest cut off', 'broken_image', asText((text) => text.slice(0, -1))],
  ['a manifest of brackets only', 'broken_image', asText(() => '['.repeat(2_000_000))],
  ['a manifest that is null', 'broken_image', asText(() => 'null')],
  ['layers that are no list', 'broken_image', altered((manifest) => ({ ...manifest, layers: {} }))],
  ['a manifest without config', 'broken_image', altered((manifest) => ({ ...manifest, config: undefined }))],
  [
    'a digest that leads elsewhere',
    'broken_image',
    altered((manifest) => ({
      ...manifest,
      config: { ...manifest.config, digest: 'sha256:../../../../v2/other/manifests/1' },
    })),
  ],
  [
    'a sha512 digest',
    'broken_image',
    altered((manifest) => ({ ...manifest, config: { ...manifest.config, digest: `sha512:${'a'.repeat(128)}` } })),
  ],
  [
    'a negative size',
    'broken_image',
    altered((manifest) => ({ ...manifest, layers: manifest.layers.map((layer) => ({ ...layer, size: -1 })) })),
  ],
  [
    'a size that is no whole number',
    'broken_image',
    altered((manifest) => ({ ...manifest, config: { ...manifest.config, size: 1.5 } })),
  ],
  [
    'a size past all numbers',
    'broken_image',
    altered((manifest) => ({ ...manifest, layers: manifest.layers.map((layer) => ({ ...layer, size: 1e300 })) })),
  ],
  [
    'fewer layers than diff ids',
    'broken_image',
    altered((manifest) => ({ ...manifest, layers: manifest.layers.slice(1) })),
  ],
  [
    'fewer diff ids than layers',
    'broken_image',
    withConfig((config) => ({ ...config, rootfs: { type: 'layers', diff_ids: config.rootfs.diff_ids.slice(1) } })),
  ],
  [
    'one diff id for two different layers',
    'broken_image',
    withConfig((config) => ({
      ...config,
      rootfs: { type: 'layers', diff_ids: config.rootfs.diff_ids.map(() => sha256(Buffer.from('x'))) },
    })),
  ],
  ['a config without architecture', 'broken_image', withConfig((config) => ({ ...config, architecture: undefined }))],
  [
    'a config of another size than the manifest says',
    'broken_image',
    altered((manifest) => ({ ...manifest, config: { ...manifest.config, size: manifest.config.size + 1 } })),
  ],
  [
    '513 layers',
    'image_too_large',
    altered((manifest) => ({ ...manifest, layers: Array(513).fill(manifest.layers[0]) })),
  ],
  [
    'a layer declared at 3 GiB',
    'image_too_large',
    altered((manifest) => ({ ...manifest, layers: [{ ...manifest.layers[0], size: 3 * 2 ** 30 }] })),
  ],
  [
    'layers declared at 6 GiB together',
    'image_too_large',
    altered((manifest) => ({ ...manifest, layers: Array(4).fill({ ...manifest.layers[0], size: 1.5 * 2 ** 30 }) })),
  ],
  [
    'a config declared at 5 MiB',
    'image_too_large',
    altered((manifest) => ({ ...manifest, config: { ...manifest.config, size: 5 * 2 ** 20 } })),
  ],
  [
    'a manifest of more than 4 MiB',
    'image_too_large',
    altered((manifest) => ({ ...manifest, annotations: { a: 'a'.repeat(5 * 2 ** 20) } })),
  ],
];
