import { type Step, stepReader } from './step-reader.ts';

/** Reads the names in an archive without keeping anything of it. */
export interface TarPaths {
  write(chunk: Buffer): void;
  /** whether the end of the archive was met, and everything before it could be read */
  isWhole(): boolean;
  /** whether something stands where a header should; scanners read no such archive either */
  isBroken(): boolean;
}

const block = 512;
// Longer than any path and its pax record.
const longestName = 1024 * 1024;

/** `onPath` is told of every entry as it is written there, links and directories too. POSIX ustar with pax headers, and GNU's long names. */
export function tarPaths(onPath: (path: string) => void): TarPaths {
  let ending: Ending | undefined;
  const read = function* (): Generator<Step, never, Buffer> {
    ending = yield* readEntries(onPath);
    while (true) yield { skip: Number.POSITIVE_INFINITY, take: block };
  };
  return { write: stepReader(read()), isWhole: () => ending === 'whole', isBroken: () => ending === 'broken' };
}

/** `unknown`: what follows is beyond us, though others may read it. */
type Ending = 'whole' | 'broken' | 'unknown';

function* readEntries(onPath: (path: string) => void): Generator<Step, Ending, Buffer> {
  let skip = 0;
  let long: string | undefined;
  let longSize: number | undefined;
  while (true) {
    const header = yield { skip, take: block };
    if (header.every((byte) => byte === 0)) return 'whole';
    if (!isHeader(header)) return 'broken';
    const type = String.fromCharCode(header[156]!);
    const size = longSize ?? numberAt(header, 124, 12);
    const padding = (block - (size % block)) % block;
    if (type === 'x' || type === 'L') {
      if (size > longestName) return 'unknown';
      const body = size === 0 ? Buffer.alloc(0) : yield { skip: 0, take: size };
      const fields = type === 'x' ? paxFields(body) : new Map([['path', textAt(body, 0, body.length)]]);
      if (fields === undefined) return 'unknown';
      long = fields.get('path') ?? long;
      longSize = fields.has('size') ? Number(fields.get('size')) : longSize;
      skip = padding;
      continue;
    }
    if (type === 'S' || !Number.isSafeInteger(size) || size < 0) return 'unknown';
    if (type !== 'g' && type !== 'K') {
      onPath(long ?? ustarPath(header));
      [long, longSize] = [undefined, undefined];
    }
    // Links and directories may name a size that nothing follows.
    skip = '123456'.includes(type) ? 0 : size + padding;
  }
}

// The checksum counts its own field as blanks.
function isHeader(header: Buffer): boolean {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  return sum === numberAt(header, 148, 8);
}

function ustarPath(header: Buffer): string {
  const prefix = header.toString('latin1', 257, 262) === 'ustar' && header[262] === 0 ? textAt(header, 345, 155) : '';
  const name = textAt(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

// Octal digits, or with the first bit set a binary number (GNU).
function numberAt(header: Buffer, at: number, length: number): number {
  if ((header[at]! & 0x80) !== 0) return Number(header.readBigUInt64BE(at + length - 8));
  const text = textAt(header, at, length).trim();
  return text === '' ? 0 : Number.parseInt(text, 8);
}

function textAt(bytes: Buffer, at: number, length: number): string {
  return bytes.toString('utf8', at, at + length).replace(/\0.*$/s, '');
}

/** Records `<length> <key>=<value>\n` (POSIX.1-2001). */
function paxFields(body: Buffer): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const length = Number(body.toString('latin1', at, space));
    if (space < 0 || !(length > space - at && at + length <= body.length)) return undefined;
    const record = body.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    fields.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return fields;
}
