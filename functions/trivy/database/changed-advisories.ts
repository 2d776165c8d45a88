import { setImmediate } from 'node:timers/promises';
import type { DatabaseChanges } from '../../image/reliance/database-changes.ts';
import { type BoltEntry, bucketEntries, isSameInline } from './bolt-entries.ts';
import { type BoltFile, withBoltFile } from './bolt-file.ts';

const vulnerabilityBucket = 'vulnerability';
/** Names the publisher of each other bucket, which is said with each finding. */
const sourceBucket = 'data-source';
/** Decides which of Red Hat's advisories are of an image's repositories. */
const redHatRepositories = 'Red Hat CPE';
const redHat = 'Red Hat';
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
export function changedAdvisories(beforePath: string, afterPath: string): Promise<DatabaseChanges> {
  return withBoltFile(beforePath, (before) => withBoltFile(afterPath, (after) => compare({ before, after })));
}

async function compare(files: Files): Promise<DatabaseChanges> {
  const whole = new Set<string>();
  const packages: DatabaseChanges['packages'][number][] = [];
  let vulnerabilities: string[] = [];
  let looked = 0;
  for (const top of pairs(bucketEntries(files.before), bucketEntries(files.after))) {
    const bucket = top.key.toString();
    if (bucket === redHatRepositories) {
      if (!isSame(files, top)) whole.add(redHat);
      continue;
    }
    const names: string[] = [];
    for (const inner of pairsIn(files, top)) {
      if (!isSame(files, inner)) names.push(inner.key.toString());
      if (++looked % keysPerTurn === 0) await setImmediate();
    }
    if (bucket === vulnerabilityBucket) vulnerabilities = names;
    else if (bucket === sourceBucket) for (const name of names) whole.add(name);
    else if (names.length > 0) packages.push({ bucket, names });
    // That there are advisories for a release at all makes a difference to an image in which nothing was found, too.
    if (top.before === undefined || top.after === undefined) whole.add(bucket);
  }
  return { whole: [...whole].toSorted(), packages, vulnerabilities };
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
