import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuiltImage, buildImage } from '../../sample/images/build-image.ts';
import { debianFiles, distrolessFiles, type Files, type OsPackage } from '../../sample/images/os-files.ts';
import type { TarEntry } from '../../sample/images/write-tar.ts';

/** Images as those of services, made of real programs and packages that every checkout has, so that they pack and are read as such. */
export const serviceSizes = ['small', 'typical'] as const;
export type ServiceSize = (typeof serviceSizes)[number];

const checkout = join(import.meta.dirname, '..', '..');
const modules = join(checkout, 'node_modules');
const machine = `${process.platform}-${process.arch}`;
const machineCode = join(modules, '@biomejs', `cli-${machine}`, 'biome');
const goProgram = join(modules, '@esbuild', machine, 'bin', 'esbuild');

const make: Record<ServiceSize, () => BuiltImage> = {
  /** A program in Go on a distroless system. */
  small: () =>
    buildImage({
      layers: [
        { files: { ...distrolessFiles('12', systemPackages(8)), ...systemFiles(6_000_000) } },
        { entries: [program('service', goProgram)] },
      ],
    }),
  /** As node:24-slim with a service on it: a Debian base, Node with its headers, installed packages, the service's own code. */
  typical: () => {
    const packages = systemPackages(100);
    const lists = packages.map(({ name }): [string, string] => [
      `var/lib/dpkg/info/${name}.list`,
      Array.from({ length: 30 }, (_, index) => `/usr/lib/${name}/${index}\n`).join(''),
    ]);
    return buildImage({
      layers: [
        { files: { ...debianFiles('12.1', packages), ...Object.fromEntries(lists), ...systemFiles(62_000_000) } },
        {
          files: filesOf(join(modules, `node-${machine}`, 'include'), 'usr/local/include'),
          entries: [program('usr/local/bin/node', process.execPath)],
        },
        {
          files: Object.assign({}, ...installedPackages().map((path) => filesOf(join(checkout, path), `app/${path}`))),
        },
        { files: filesOf(join(checkout, 'functions'), 'app/functions') },
      ],
    });
  },
};

export const serviceImage = (size: ServiceSize): BuiltImage => make[size]();

export const packedBytes = ({ layers }: BuiltImage): number => layers.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** Two of five have two findings in the sample database. */
function systemPackages(count: number): OsPackage[] {
  return Array.from({ length: count }, (_, number) => ({
    name: `lib${number}`,
    source: number % 5 < 2 ? 'openssl' : `source${number}`,
    version: '3.0.9-1',
  }));
}

/** Machine code, in files as small as most of a system's. */
function systemFiles(bytes: number): Files {
  const code = readFileSync(machineCode).subarray(0, bytes);
  const size = 20_000;
  return Object.fromEntries(
    Array.from({ length: Math.ceil(code.length / size) }, (_, number) => [
      `usr/lib/part${number % 100}/${number}`,
      code.subarray(number * size, (number + 1) * size),
    ]),
  );
}

function program(path: string, file: string): TarEntry {
  return { path, mode: 0o755, body: readFileSync(file) };
}

/** What `npm ci --omit=dev --omit=optional` would leave. */
function installedPackages(): string[] {
  const { packages } = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: true; optional?: true; devOptional?: true }>;
  };
  const paths = Object.keys(packages).filter((path) => {
    const { dev, optional, devOptional } = packages[path]!;
    return path !== '' && !dev && !optional && !devOptional;
  });
  // One that lies in another comes with it.
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`)));
}

function filesOf(directory: string, as: string): Files {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [`${as}${path.slice(directory.length)}`, readFileSync(path)];
    }),
  );
}
