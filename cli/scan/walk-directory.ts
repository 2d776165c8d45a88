import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileError } from './file-error.ts';

const manifestName = /\.(?:ya?ml|json)$/;
const skipped = new Set(['.git', 'node_modules']);

/** What of a directory tree could not be looked into. */
export interface Unreadable {
  readonly path: string;
  readonly error: Error;
}

type Kind = 'directory' | 'file' | 'other';

const kindOf = (entry: Dirent, path: string): Kind => {
  const facts = entry.isSymbolicLink() ? statSync(path) : entry;
  if (facts.isDirectory()) return 'directory';
  return facts.isFile() ? 'file' : 'other';
};

const byName = (left: Dirent, right: Dirent): number => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name));

/**
 * The `.yaml`, `.yml` and `.json` files under a directory in the order of their names, symbolic links followed; each
 * directory is entered once, however many links lead to it.
 */
export function* walkDirectory(directory: string): Generator<{ readonly path: string } | Unreadable> {
  const entered = new Set<string>();
  const pending: { path: string; entry?: Dirent }[] = [{ path: directory }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, entry } = next;
    try {
      const kind = entry === undefined ? 'directory' : kindOf(entry, path);
      if (kind === 'file') {
        if (manifestName.test(path)) yield { path };
      } else if (kind === 'directory') {
        const real = realpathSync(path);
        if (entered.has(real)) continue;
        entered.add(real);
        const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !skipped.has(name));
        for (const child of entries.sort(byName).reverse())
          pending.push({ path: join(path, child.name), entry: child });
      }
    } catch (error) {
      yield { path, error: fileError(error, path) };
    }
  }
}
