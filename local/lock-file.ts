import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { DrydockError } from '../functions/errors.ts';
import { isRunning, type ProcessIdentity, thisProcess } from './process-identity.ts';

/** Two processes may find the same lock abandoned; one of them then looks again. */
const tries = 5;

/**
 * Takes the lock for this process; the returned function gives it back. A lock whose process has ended, in whatever way, is
 * taken over. Throws DrydockError `bad_configuration` when a running process holds it.
 */
export function lockFile(path: string, what: string): () => void {
  const mine = `${path}.${process.pid}`;
  const text = JSON.stringify(thisProcess());
  writeFileSync(mine, text, { mode: 0o600 });
  try {
    for (let left = tries; left > 0; left -= 1) {
      if (tryLink(mine, path)) return () => release(path, text);
      const holder = readHolder(path);
      if (holder !== undefined && isRunning(holder)) {
        const message = `${what} is in use by process ${holder.pid}: stop it first, or choose another data directory`;
        throw new DrydockError('bad_configuration', message);
      }
      setAside(path);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new DrydockError('bad_configuration', `${what} cannot be locked: others are trying, too`);
}

// A link to a complete file appears whole or not at all.
function tryLink(mine: string, path: string): boolean {
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path: string): ProcessIdentity | undefined {
  try {
    const { pid, started } = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessIdentity>;
    return Number.isInteger(pid) && pid! > 0 ? { pid: pid!, started: String(started ?? '') } : undefined;
  } catch {
    return undefined;
  }
}

// Renaming picks one winner among those who found it abandoned, but may meet the lock a faster one has just taken: that is put back.
function setAside(path: string): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const holder = readHolder(aside);
  if (holder !== undefined && isRunning(holder)) tryLink(aside, path);
  unlinkSync(aside);
}

function release(path: string, text: string): void {
  try {
    if (readFileSync(path, 'utf8') === text) unlinkSync(path);
  } catch {
    // Somebody has removed it, and with it the reason to.
  }
}
