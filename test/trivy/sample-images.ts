import { type BuiltImage, buildImage } from '../../sample/images/build-image.ts';
import { writeJar } from '../../sample/images/write-jar.ts';

type Files = Record<string, string | Uint8Array>;

export const debian: Files = {
  'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
  'etc/debian_version': '12.1\n',
  'var/lib/dpkg/status': [
    'Package: libssl3',
    'Status: install ok installed',
    'Architecture: amd64',
    'Source: openssl',
    'Version: 3.0.9-1',
    '',
    '',
  ].join('\n'),
};
export const lodash: Files = { 'app/node_modules/lodash/package.json': '{"name":"lodash","version":"4.17.20"}' };
export const log4j: Files = {
  'app/log4j.jar': writeJar({
    'META-INF/maven/org.apache.logging.log4j/log4j-core/pom.properties':
      'groupId=org.apache.logging.log4j\nartifactId=log4j-core\nversion=2.14.1\n',
  }),
};
export const namelessJar: Files = { 'app/nameless.jar': writeJar({ 'a/B.class': 'x' }) };

/** An image of one layer with these files. */
export function imageWith(...files: Files[]): BuiltImage {
  return buildImage({ layers: [{ files: Object.assign({}, ...files) as Files }] });
}
