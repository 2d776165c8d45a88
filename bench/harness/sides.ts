import { columns, median, short } from './figures.ts';
import { cpuOf } from './server.ts';

/** One of several ways to the same result. */
export interface Side<T> {
  name: string;
  run(): Promise<T>;
}

export interface Measured {
  name: string;
  /** milliseconds, one a round */
  times: number[];
  /** milliseconds of processor time of this process and its children, all rounds */
  processor: number;
}

/**
 * Runs all sides `rounds` times in turns, after one round that does not count: it starts what stays, and fills the page cache. Who begins
 * changes, so that none always finds what another left behind. `check` is told of each round's results.
 */
export async function inTurns<T>(
  sides: readonly Side<T>[],
  rounds: number,
  check: (results: readonly T[]) => void,
): Promise<Measured[]> {
  const measured = sides.map(({ name }): Measured => ({ name, times: [], processor: 0 }));
  for (let round = -1; round < rounds; round++) {
    const results: T[] = [];
    for (let turn = 0; turn < sides.length; turn++) {
      const place = (turn + Math.max(round, 0)) % sides.length;
      const [processor, start] = [cpuOf(process.pid, true), performance.now()];
      results[place] = await sides[place]!.run();
      if (round < 0) continue;
      measured[place]!.times.push(performance.now() - start);
      measured[place]!.processor += (cpuOf(process.pid, true) - processor) / 1000;
    }
    check(results);
  }
  return measured;
}

/** Medians beside the least and the most; the last column as `compare` says it of a side's median and the first side's. */
export const sidesTable = (
  [head, last]: readonly [string, string],
  measured: readonly Measured[],
  compare: (own: number, first: number) => number,
): string => {
  const first = median(measured[0]!.times);
  const rows = measured.map(({ name, times, processor }) => [
    name,
    ...[median(times), Math.min(...times), Math.max(...times), processor / times.length].map(short),
    `${short(compare(median(times), first))} x`,
  ]);
  return columns([[head, 'ms', 'least', 'most', 'CPU ms', last], ...rows]);
};
