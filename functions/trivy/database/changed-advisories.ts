import { setImmediate } from 'node:timers/promises';
import { type BoltEntry, bucketEntries, isSameInline } from './bolt-entries.ts';
import { type BoltFile, withBoltFile } from './bolt-file.ts';

/** What is different between two databases, for whoever wants to match only what that concerns. */
export interface ChangedAdvisories {
  /** something changed that any package may depend on: all are to be matched */
  isEverything: boolean;
  /** names of packages with other advisories, by bucket (`debian 12`); as advisories name them: source packages, `stream::name` of modules */
  packages: Map<string, Set<string>>;
  /** ids of vulnerabilities that are told of otherwise, such as with another severity */
  vulnerabilities: Set<string>;
}

const vulnerabilityBucket = 'vulnerability';
const bucketsOfEverything: ReadonlySet<string> = new Set(['data-source', 'Red Hat CPE']);
// Others get a turn now and then.
const keysPerTurn = 4_000;

interface Pair {
  key: Buffer;
  before?: BoltEntry;
  after?: BoltEntry;
}

interface Files {
  before: BoltFile;
  after: BoltFile;
}

/** Walks both files in step, since their keys are sorted: neither is ever in memory. Rejects with DrydockError `database_broken`. */
export function changedAdvisories(beforePath: string, afterPath: string): Promise<ChangedAdvisories> {
  return withBoltFile(beforePath, (before) => withBoltFile(afterPath, (after) => compare({ before, after })));
}

async function compare(files: Files): Promise<ChangedAdvisories> {
  const changed: ChangedAdvisories = { isEverything: false, packages: new Map(), vulnerabilities: new Set() };
  let looked = 0;
  for (const top of pairs(bucketEntries(files.before), bucketEntries(files.after))) {
    const bucket = top.key.toString();
    if (bucketsOfEverything.has(bucket)) {
      changed.isEverything ||= !isSame(files, top);
      continue;
    }
    const names = new Set<string>();
    for (const inner of pairsIn(files, top)) {
      if (!isSame(files, inner)) names.add(inner.key.toString());
      if (++looked % keysPerTurn === 0) await setImmediate();
    }
    if (bucket === vulnerabilityBucket) changed.vulnerabilities = names;
    else if (names.size > 0) changed.packages.set(bucket, names);
  }
  return changed;
}

function isSame(files: Files, pair: Pair): boolean {
  const { before, after } = pair;
  if (before === undefined || after === undefined || before.isBucket !== after.isBucket) return false;
  if (!before.isBucket) return before.value.equals(after.value);
  if (isSameInline(before, after)) return true;
  for (const inner of pairsIn(files, pair)) if (!isSame(files, inner)) return false;
  return true;
}

function pairsIn(files: Files, { before, after }: Pair): Generator<Pair> {
  const entriesOf = (file: BoltFile, entry: BoltEntry | undefined): Iterator<BoltEntry> =>
    entry?.isBucket ? bucketEntries(file, entry) : [].values();
  return pairs(entriesOf(files.before, before), entriesOf(files.after, after));
}

/** Entries of the same key together, from two sequences sorted by key. */
function* pairs(before: Iterator<BoltEntry>, after: Iterator<BoltEntry>): Generator<Pair> {
  let [one, other] = [before.next(), after.next()];
  while (!one.done || !other.done) {
    const order = one.done ? 1 : other.done ? -1 : Buffer.compare(one.value.key, other.value.key);
    yield {
      key: (order <= 0 ? one : other).value!.key,
      ...(order <= 0 && { before: one.value as BoltEntry }),
      ...(order >= 0 && { after: other.value as BoltEntry }),
    };
    if (order <= 0) one = before.next();
    if (order >= 0) other = after.next();
  }
}
