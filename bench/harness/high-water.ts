import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface HighWater {
  /** resident bytes of the server at most, as Linux keeps it */
  server(): number;
  /** resident bytes of all its child processes together, as far as looking every 20 ms shows */
  children: number;
  /** bytes of files in the directories of the runs that are theirs alone: hard links cost no space */
  disk: number;
  stop(): void;
}

/** Watches a server, the programs that it runs and the directory that they work in. Needs /proc. */
export function watchHighWater(pid: number, directory: string): HighWater {
  const look = (): void => {
    water.children = Math.max(water.children, sum(childrenOf(pid).map((child) => residentOf(child, 'VmRSS'))));
    water.disk = Math.max(water.disk, bytesIn(directory));
  };
  const timer = setInterval(look, 20);
  const water = {
    ...{ children: 0, disk: 0 },
    server: () => residentOf(pid, 'VmHWM'),
    stop: () => clearInterval(timer),
  };
  return water;
}

export function residentOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const [, kibibytes = '0'] = new RegExp(`${field}:\\s+(\\d+)`).exec(read(`/proc/${pid}/status`)) ?? [];
  return Number(kibibytes) * 1024;
}

function childrenOf(pid: number): number[] {
  const direct = list(`/proc/${pid}/task`).flatMap((task) =>
    read(`/proc/${pid}/task/${task}/children`).trim().split(' ').filter(Boolean).map(Number),
  );
  return direct.flatMap((child) => [child, ...childrenOf(child)]);
}

function bytesIn(directory: string): number {
  return sum(
    list(directory).map((name) => {
      const path = join(directory, name);
      const found = statSync(path, { throwIfNoEntry: false });
      if (found?.isDirectory()) return bytesIn(path);
      return found?.nlink === 1 ? found.blocks * 512 : 0;
    }),
  );
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

// Processes and files go while they are looked at.
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
