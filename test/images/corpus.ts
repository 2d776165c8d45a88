import { type BuiltImage, buildImage } from '../../sample/images/build-image.ts';
import { type BuiltIndex, buildIndex } from '../../sample/images/build-index.ts';
import { npmFiles, pythonFiles } from '../../sample/images/library-files.ts';
import { alpineFiles, debianFiles, osRelease } from '../../sample/images/os-files.ts';
import { wellKnown } from '../../sample/images/well-known.ts';

const lodash = npmFiles('lodash', '4.17.20');
const minimist = npmFiles('minimist', '1.2.5');
const zlib = { name: 'zlib1g', source: 'zlib', version: '1:1.2.11.dfsg-2' };
const packed = (compression: 'zstd' | 'none') => buildImage({ layers: [{ files: lodash, compression }] });
const arm64 = buildImage({ platform: { os: 'linux', architecture: 'arm64' }, layers: [{ files: minimist }] });

/** Images of many kinds that Trivy scans; what it finds in them is in expected-findings.json. All are asked for as linux/amd64. */
export const corpus: Readonly<Record<string, BuiltImage | BuiltIndex>> = {
  ...wellKnown,
  'debian-npm': buildImage({ layers: [{ files: debianFiles('11.3', [zlib]) }, { files: { ...lodash } }] }),
  'docker-format': buildImage({ format: 'docker', layers: [{ files: lodash }] }),
  'multi-arch': buildIndex({ images: [arm64, packed('zstd')], attestations: true }),
  'manifest-list': buildIndex({ images: [arm64, wellKnown.alpine], docker: true }),
  zstd: packed('zstd'),
  'plain-tar': packed('none'),
  whiteouts: buildImage({
    layers: [
      { files: { ...lodash, ...pythonFiles('requests', '2.30.0') } },
      { whiteouts: ['app/node_modules/lodash'] },
    ],
  }),
  opaque: buildImage({
    layers: [{ files: { ...lodash, ...minimist } }, { files: minimist, opaque: ['app/node_modules'] }],
  }),
  'two-apps': buildImage({ layers: [{ files: lodash }, { files: npmFiles('lodash', '4.17.19', 'other') }] }),
  patched: buildImage({ layers: [{ files: npmFiles('lodash', '4.17.21') }] }),
  'debian-7': buildImage({ layers: [{ files: debianFiles('7.11', [{ ...zlib, version: '1:1.2.7.dfsg-13' }]) }] }),
  'alpine-end-of-life': buildImage({
    layers: [{ files: alpineFiles('3.10.9', [{ name: 'apk-tools', version: '2.10.6-r0' }]) }],
  }),
  'unknown-os-npm': buildImage({ layers: [{ files: { ...osRelease('plan9', '4'), ...lodash } }] }),
  'unknown-os': buildImage({ layers: [{ files: osRelease('plan9', '4') }] }),
};
