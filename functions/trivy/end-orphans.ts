import { readdir, readlink, realpath } from 'node:fs/promises';
import { sep } from 'node:path';

/** Ends what still runs in a directory whose owner is gone: a server would run for ever. Where there is no /proc, nothing is found. */
export async function endOrphans(directory: string): Promise<number> {
  const place = await realpath(directory).catch(() => directory);
  let ended = 0;
  for (const pid of await readdir('/proc').catch(() => [])) {
    const where = /^\d+$/.test(pid) ? await readlink(`/proc/${pid}/cwd`).catch(() => '') : '';
    if (where !== place && !where.startsWith(place + sep)) continue;
    if (kill(Number(pid))) ended += 1;
  }
  return ended;
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
    return false;
  }
}
