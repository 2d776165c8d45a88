import { deflateSync } from 'node:zlib';
import { writeElf } from './write-elf.ts';

/** A module or crate, and its version. */
export type Dependency = readonly [name: string, version: string];

/** What Go's linker leaves in a program: the section that debug/buildinfo of Go's library reads, strings inline (Go 1.18 and later). */
export function goBinary(module: string, dependencies: readonly Dependency[], goVersion = 'go1.21.0'): Buffer {
  const lines = [
    `path\t${module}`,
    `mod\t${module}\tv1.0.0\t`,
    ...dependencies.map(([name, version]) => `dep\t${name}\t${version}\t`),
    '',
  ];
  const head = Buffer.alloc(32);
  head.write('\xff Go buildinf:', 'latin1');
  head[14] = 8;
  // Strings follow inline.
  head[15] = 2;
  // The marks around the module text: only their length matters to readers.
  const mark = Buffer.alloc(16, 0x30);
  const text = Buffer.concat([mark, Buffer.from(lines.join('\n')), mark]);
  return writeElf('.go.buildinfo', Buffer.concat([head, counted(Buffer.from(goVersion)), counted(text)]));
}

/** A program with the section of cargo-auditable: its crates as JSON in a zlib stream. */
export function rustBinary(name: string, crates: readonly Dependency[]): Buffer {
  const packages = [
    ...crates.map(([crate, version]) => ({ name: crate, version, source: 'crates.io' })),
    { name, version: '1.0.0', source: 'local', dependencies: crates.map((_, index) => index), root: true },
  ];
  // Stored, not compressed: other builds of zlib would give other bytes.
  return writeElf('.dep-v0', deflateSync(JSON.stringify({ packages }), { level: 0 }));
}

function counted(text: Buffer): Buffer {
  const length: number[] = [];
  let rest = text.length;
  for (; rest >= 0x80; rest >>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...length, rest]), text]);
}
