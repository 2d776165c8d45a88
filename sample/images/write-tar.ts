const block = 512;
const typeFlags = { file: '0', hardlink: '1', symlink: '2', character: '3', directory: '5' } as const;

export interface TarEntry {
  path: string;
  /** file when absent */
  type?: keyof typeof typeFlags;
  body?: string | Uint8Array;
  /** 0o644, or 0o755 for a directory, when absent */
  mode?: number;
  /** target of a link */
  link?: string;
}

/** A POSIX (ustar) archive; paths that do not fit get a pax header. Owner root, time 0: the same entries give the same bytes. */
export function writeTar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(entryBlocks), Buffer.alloc(2 * block)]);
}

function entryBlocks(entry: TarEntry): Buffer[] {
  const type = entry.type ?? 'file';
  const path = type === 'directory' && !entry.path.endsWith('/') ? `${entry.path}/` : entry.path;
  const body = Buffer.from(entry.body ?? '');
  const long = paxRecord('path', path) + paxRecord('linkpath', entry.link ?? '');
  const mode = entry.mode ?? (type === 'directory' ? 0o755 : 0o644);
  const header = headerBlock({ path, mode, flag: typeFlags[type], size: body.length, link: entry.link ?? '' });
  const extended = Buffer.from(long);
  return [
    ...(long === ''
      ? []
      : [headerBlock({ path: 'pax', mode, flag: 'x', size: extended.length, link: '' }), padded(extended)]),
    header,
    padded(body),
  ];
}

// "<length> <key>=<value>\n", the length counting itself.
function paxRecord(key: string, value: string): string {
  if (Buffer.byteLength(value) <= 100) return '';
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

function headerBlock(fields: { path: string; mode: number; flag: string; size: number; link: string }): Buffer {
  const header = Buffer.alloc(block);
  const octal = (value: number, offset: number, width: number): void => {
    header.write(`${value.toString(8).padStart(width - 1, '0')}\0`, offset, 'latin1');
  };
  header.write(fields.path, 0, 100);
  octal(fields.mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(fields.size, 124, 12);
  octal(0, 136, 12);
  header.write('        ', 148, 'latin1');
  header.write(fields.flag, 156, 'latin1');
  header.write(fields.link, 157, 100);
  header.write('ustar\x0000', 257, 'latin1');
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return header;
}

function padded(body: Buffer): Buffer {
  return Buffer.concat([body, Buffer.alloc((block - (body.length % block)) % block)]);
}
