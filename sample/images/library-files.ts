import type { Files } from './os-files.ts';
import { writeJar } from './write-jar.ts';

/** An installed npm package and a lock file that names it; Trivy reads only the former in an image. */
export function npmFiles(name: string, version: string, app = 'app'): Files {
  const path = `node_modules/${name}`;
  const lock = { name: 'app', lockfileVersion: 3, packages: { '': { name: 'app' }, [path]: { version } } };
  return {
    [`${app}/${path}/package.json`]: JSON.stringify({ name, version, license: 'MIT' }),
    [`${app}/package-lock.json`]: JSON.stringify(lock),
  };
}

export function pythonFiles(name: string, version: string): Files {
  const metadata = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;
  return { [`usr/lib/python3.11/site-packages/${name}-${version}.dist-info/METADATA`]: metadata };
}

export function gemFiles(name: string, version: string): Files {
  const lines = [
    'Gem::Specification.new do |s|',
    `  s.name = "${name}".freeze`,
    `  s.version = "${version}"`,
    'end',
    '',
  ];
  return { [`usr/lib/ruby/gems/3.2.0/specifications/${name}-${version}.gemspec`]: lines.join('\n') };
}

/** What composer has installed, and a lock file; Trivy reads only the former in an image. */
export function composerFiles(name: string, version: string): Files {
  const packages = [{ name, version, version_normalized: `${version}.0`, type: 'library' }];
  return {
    'app/vendor/composer/installed.json': JSON.stringify({ packages, dev: false }),
    'app/composer.lock': JSON.stringify({ packages, 'packages-dev': [] }),
  };
}

/** A jar that names itself in its pom.properties and manifest. */
export function jarOf(group: string, artifact: string, version: string): Buffer {
  const properties = `groupId=${group}\nartifactId=${artifact}\nversion=${version}\n`;
  return writeJar({
    'META-INF/MANIFEST.MF': `Manifest-Version: 1.0\nImplementation-Title: ${artifact}\nImplementation-Version: ${version}\n`,
    [`META-INF/maven/${group}/${artifact}/pom.properties`]: properties,
  });
}
