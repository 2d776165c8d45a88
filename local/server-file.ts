import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type ProcessIdentity, thisProcess } from './process-identity.ts';

/** How a command on the same machine reaches the server that runs on a data directory. */
export interface ServerFile extends ProcessIdentity {
  /** on loopback, without a slash at the end */
  url: string;
  port: number;
  /** proves that the caller may read the data directory */
  secret: string;
}

const fileOf = (directory: string): string => join(directory, 'server.json');

/** Tells where this process serves; readable by its user only, and never seen half written. */
export function writeServerFile(directory: string, server: { url: string; port: number; secret: string }): void {
  const path = fileOf(directory);
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify({ ...server, ...thisProcess() })}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
}

export function removeServerFile(directory: string): void {
  rmSync(fileOf(directory), { force: true });
}

/** The server running on a data directory; undefined when there is none, or only what a killed one left. */
export function findServer(directory: string): ServerFile | undefined {
  try {
    const file = JSON.parse(readFileSync(fileOf(directory), 'utf8')) as ServerFile;
    const isWhole = typeof file.url === 'string' && typeof file.secret === 'string' && Number.isInteger(file.port);
    return isWhole && Number.isInteger(file.pid) && isRunning(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
