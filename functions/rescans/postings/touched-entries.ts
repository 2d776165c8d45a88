import type { TouchesResult } from '../../image/reliance/database-changes.ts';
import { relianceVersion } from '../../image/reliance/reliance.ts';
import { eachPosting } from './inverted-list.ts';
import type { Shelf } from './shelf.ts';

export interface ShelfQuestion {
  /** what coming from a database means for a result, for each in `shelf.databases`; absent where that is not known */
  touchesFrom: ReadonlyMap<string, TouchesResult>;
  /** what was last matched as a whole before then is to be matched, milliseconds since 1970 */
  matchedSince: number;
}

/**
 * Numbers of the entries that a change may touch; none of the others is touched for certain. Each place and each mark is asked for once,
 * by itself: a result is touched when one of those that it relies on is.
 */
export function touchedEntries(shelf: Shelf, { touchesFrom, matchedSince }: ShelfQuestion): number[] {
  const { databases, matched, places, marks } = shelf;
  const tests = databases.texts.map((database) => touchesFrom.get(database));
  const isTouched = databases.of.map((at, entry) => tests[at] === undefined || matched[entry]! < matchedSince);
  const ask = (reliance: { places: readonly string[]; marks: string }): boolean[] | undefined => {
    const answers = tests.map((touches) => touches?.({ version: relianceVersion, ...reliance }) === true);
    return answers.includes(true) ? answers : undefined;
  };
  const touch = (entry: number, answers: readonly boolean[]): void => {
    if (answers[databases.of[entry]!] === true) isTouched[entry] = true;
  };
  eachPosting(places, (place) => ask({ places: [place], marks: '' }), touch);
  eachPosting(marks, (mark) => ask({ places: [], marks: mark }), touch);
  return [...isTouched.keys()].filter((entry) => isTouched[entry]);
}
