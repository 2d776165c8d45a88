import { goBinary, rustBinary } from './binaries.ts';
import { buildImage } from './build-image.ts';
import { composerFiles, gemFiles, jarOf, npmFiles, pythonFiles } from './library-files.ts';
import { alpineFiles, debianFiles, distrolessFiles, type Files } from './os-files.ts';
import { almaFiles } from './rpm-files.ts';

const program = (path: string, body: Uint8Array) => ({ path, body, mode: 0o755 });
const fileImage = (...layers: Files[]) => buildImage({ layers: layers.map((files) => ({ files })) });
const libssl = { name: 'libssl3', source: 'openssl' };
const text = goBinary('example.com/server', [['golang.org/x/text', 'v0.3.7']]);

/** An image of each kind of package. */
export const wellKnown = {
  debian: fileImage(debianFiles('12.1', [{ ...libssl, version: '3.0.9-1' }])),
  alpine: fileImage(alpineFiles('3.18.3', [{ ...libssl, version: '3.1.2-r0' }])),
  rpm: fileImage(
    almaFiles('9.3', [{ name: 'openssl-libs', source: 'openssl', epoch: 1, version: '3.0.7', release: '24.el9' }]),
  ),
  npm: fileImage(npmFiles('lodash', '4.17.20')),
  python: fileImage(pythonFiles('requests', '2.30.0')),
  java: fileImage({ 'app/log4j.jar': jarOf('org.apache.logging.log4j', 'log4j-core', '2.14.1') }),
  ruby: fileImage(gemFiles('rack', '2.2.2')),
  php: fileImage(composerFiles('guzzlehttp/guzzle', '7.4.4')),
  go: buildImage({ layers: [{ entries: [program('server', text)] }] }),
  rust: buildImage({
    layers: [{ entries: [program('server', rustBinary('server', [['time', '0.1.43']]))] }],
  }),
  distroless: buildImage({
    layers: [
      { files: distrolessFiles('12', [{ ...libssl, version: '3.0.9-1' }]) },
      { entries: [program('server', text)] },
    ],
  }),
  // No package at all: its scan says so, and is not clean.
  scratch: fileImage({ hello: 'hello\n' }),
};
