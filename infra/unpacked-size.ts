import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Lambda takes 250 MB of a function and its layers, unpacked; the rest is for what grows unnoticed. */
const most = 230_000_000;

/** Throws when these folders are together too large for a function. */
export function checkUnpackedSize(...folders: string[]): void {
  const bytes = folders.map(sizeOf).reduce((sum, one) => sum + one, 0);
  if (bytes <= most) return;
  const megabytes = Math.ceil(bytes / 1_000_000);
  throw new Error(`layer and bundle have ${megabytes} MB unpacked: at most ${most / 1_000_000} MB are taken`);
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .filter((file) => file.isFile())
    .reduce((sum, { size }) => sum + size, 0);
