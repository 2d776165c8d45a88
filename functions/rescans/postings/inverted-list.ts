import { numberReader, packNumbers } from './varints.ts';

/** Which entries have each term, as it is kept: for each term how many, then the steps from one number of an entry to the next. */
export interface InvertedList {
  terms: readonly string[];
  /** base64: see varints.ts */
  postings: string;
}

/** Collects terms of entries, which come in the order of their numbers. */
export function invertedListMaker() {
  const known = new Map<string, number>();
  /** terms by number, one entry after the other */
  const flat: number[] = [];
  const entries: number[] = [];
  return {
    get size(): number {
      return flat.length;
    },
    /** One term of an entry, not told twice. */
    add(entry: number, term: string): void {
      let number = known.get(term);
      if (number === undefined) {
        number = known.size;
        known.set(term, number);
      }
      flat.push(number);
      entries.push(entry);
    },
    make: (): InvertedList => ({
      terms: [...known.keys()],
      postings: Buffer.from(packNumbers(steps(flat, entries, known.size))).toString('base64'),
    }),
  };
}

function* steps(flat: readonly number[], entries: readonly number[], terms: number): Generator<number> {
  const starts = new Uint32Array(terms + 1);
  for (const term of flat) starts[term + 1]! += 1;
  for (let term = 0; term < terms; term += 1) starts[term + 1]! += starts[term]!;
  const places = starts.slice();
  const sorted = new Uint32Array(flat.length);
  for (const [at, term] of flat.entries()) {
    sorted[places[term]!] = entries[at]!;
    places[term]! += 1;
  }
  for (let term = 0; term < terms; term += 1) {
    yield starts[term + 1]! - starts[term]!;
    for (let at = starts[term]!, last = 0; at < starts[term + 1]!; at += 1) {
      yield sorted[at]! - last;
      last = sorted[at]!;
    }
  }
}

/** Tells of each wanted term the entries that have it. */
export function eachPosting<T>(
  { terms, postings }: InvertedList,
  isWanted: (term: string) => T | undefined,
  visit: (entry: number, wanted: T) => void,
): void {
  const next = numberReader(Buffer.from(postings, 'base64'));
  for (const term of terms) {
    const wanted = isWanted(term);
    const count = next();
    for (let at = 0, entry = 0; at < count; at += 1) {
      entry += next();
      if (wanted !== undefined) visit(entry, wanted);
    }
  }
}
