import { type Files, osRelease } from './os-files.ts';

export interface RpmPackage {
  name: string;
  epoch?: number;
  version: string;
  release: string;
  /** source package without its version, when it has another name */
  source?: string;
}

/** AlmaLinux with its packages in an RPM database, made by hand. */
export function almaFiles(version: string, packages: readonly RpmPackage[]): Files {
  return {
    ...osRelease('"almalinux"', `"${version}"`, 'AlmaLinux'),
    'etc/almalinux-release': `AlmaLinux release ${version} (Shamrock Pampas Gazelle)\n`,
    'var/lib/rpm/Packages.db': rpmDatabase(packages.map(headerOf)),
  };
}

const headerBytes = 32;
const slotBytes = 16;
const pageBytes = 4_096;
const blockBytes = 16;

/** RPM's "ndb" format: a page of slots, then a blob for each package. It has no dates and no versions of a library in it. */
function rpmDatabase(headers: readonly Buffer[]): Buffer {
  const slots = Buffer.alloc(pageBytes);
  slots.write('RpmP', 0, 'latin1');
  // Generation and number of slot pages.
  slots.writeUInt32LE(1, 8);
  slots.writeUInt32LE(1, 12);
  for (let at = headerBytes; at < pageBytes; at += slotBytes) slots.write('Slot', at, 'latin1');
  const blobs = headers.map((header, position) => blobOf(header, position + 1));
  let start = pageBytes / blockBytes;
  for (const [position, blob] of blobs.entries()) {
    const slot = headerBytes + position * slotBytes;
    const blocks = blob.length / blockBytes;
    for (const [field, value] of [position + 1, start, blocks].entries())
      slots.writeUInt32LE(value, slot + 4 + 4 * field);
    start += blocks;
  }
  return Buffer.concat([slots, ...blobs]);
}

// Head and tail carry magic, index, checksum and length; readers check the head's magic and index alone.
function blobOf(header: Buffer, index: number): Buffer {
  const padding = (blockBytes - ((header.length + 12) % blockBytes)) % blockBytes;
  const head = Buffer.alloc(blockBytes);
  head.write('BlbS', 0, 'latin1');
  head.writeUInt32LE(index, 4);
  head.writeUInt32LE(header.length, 12);
  const tail = Buffer.alloc(12);
  tail.writeUInt32LE(header.length, 4);
  tail.write('BlbE', 8, 'latin1');
  return Buffer.concat([head, header, Buffer.alloc(padding), tail]);
}

type Value = string | number;

/** Tags of RPM's headers. */
const tags = { name: 1000, version: 1001, release: 1002, epoch: 1003, license: 1014, arch: 1022, sourceRpm: 1044 };
const region = 63;
const types = { int32: 4, string: 6, bin: 7 };

function headerOf({ name, epoch, version, release, source = name }: RpmPackage): Buffer {
  const fields: (readonly [tag: number, value: Value])[] = [
    ...(epoch === undefined ? [] : [[tags.epoch, epoch] as const]),
    [tags.name, name],
    [tags.version, version],
    [tags.release, release],
    [tags.license, 'ASL 2.0'],
    [tags.arch, 'x86_64'],
    [tags.sourceRpm, `${source}-${version}-${release}.src.rpm`],
  ];
  const index: Buffer[] = [];
  const data: Buffer[] = [];
  let at = 0;
  for (const [tag, value] of fields) {
    const bytes = typeof value === 'string' ? Buffer.from(`${value}\0`) : bigEndian(value);
    index.push(bigEndian(tag, typeof value === 'string' ? types.string : types.int32, at, 1));
    data.push(bytes);
    at += bytes.length;
  }
  // The region says that all entries are as they were built; its trailer points back over the index.
  const entries = fields.length + 1;
  const first = bigEndian(region, types.bin, at, 16);
  const trailer = bigEndian(region, types.bin, -entries * 16, 16);
  return Buffer.concat([bigEndian(entries, at + 16), first, ...index, ...data, trailer]);
}

function bigEndian(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [position, value] of values.entries()) bytes.writeInt32BE(value, 4 * position);
  return bytes;
}
