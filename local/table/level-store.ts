import { Readable } from 'node:stream';
import { create, type Done, type LevelDatabase, type LevelWrite, type Store } from 'dynalite/db/index.js';

/** Bytes of blocks that LevelDB keeps in memory. */
const cacheSize = 33_554_432;
/** Values that one change of threads brings at most. */
const valuesAtOnce = 100;
const bytesAtOnce = 131_072;

/**
 * dynalite's store over a LevelDB directory, which it opens. Rejects when another process has it.
 * dynalite 4.0.0 never closes the iterator of a query, which keeps what LevelDB had in memory then for ever, and changes
 * threads for every value it reads and every entry it writes. Its own four ways to the database are replaced here.
 */
export async function levelStore(directory: string): Promise<Store> {
  const store = create({ path: directory, createTableMs: 0 });
  const { db } = store;
  await db.open({ cacheSize });
  const write = groupedWrites((writes) => db.batch(writes));
  // Asked for with every item; no action changes what it has read of it.
  const definitions = new Map<string, unknown>();
  db.get = (key, done) => {
    let value = definitions.get(key);
    try {
      value ??= db.getSync(key);
    } catch (error) {
      done(error as Error);
      return;
    }
    if (key.startsWith('table~')) definitions.set(key, value);
    done(null, value);
  };
  const change = (entry: LevelWrite, done: Done<void>): void => {
    // What an action writes after its index entries is the item: it goes to the disk with them, and its answer tells of both.
    if (entry.key.startsWith('index-')) {
      write(entry, () => {});
      done(null);
      return;
    }
    write(entry, (error) => {
      definitions.delete(entry.key);
      done(error);
    });
  };
  db.put = (key, value, done) => change({ type: 'put', key, value }, done);
  db.del = (key, done) => change({ type: 'del', key }, done);
  db.createValueStream = (range) => valueStream(db, range);
  return store;
}

/**
 * Writes of one moment, and those that come while others are written, go to LevelDB together and in order. After one that failed
 * all fail: LevelDB's log may end in half a record, and what came behind that would be lost when it is read again.
 */
function groupedWrites(writeAll: (writes: readonly LevelWrite[]) => Promise<void>) {
  let waiting: { write: LevelWrite; done: Done<void> }[] = [];
  let isWriting = false;
  let failure: Error | null = null;

  async function writeWaiting(): Promise<void> {
    const group = waiting;
    waiting = [];
    failure ??= await writeAll(group.map(({ write }) => write)).then(() => null, toError);
    for (const { done } of group) done(failure);
  }
  async function writeUntilNoneWaits(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) await writeWaiting();
    isWriting = false;
  }
  return (write: LevelWrite, done: Done<void>): void => {
    waiting.push({ write, done });
    if (!isWriting) queueMicrotask(() => isWriting || writeUntilNoneWaits());
  };
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function valueStream(db: LevelDatabase, range: object): Readable {
  const values = db.values({ ...range, highWaterMarkBytes: bytesAtOnce });
  return new Readable({
    objectMode: true,
    highWaterMark: valuesAtOnce,
    read(size) {
      values.nextv(size).then(
        (some) => {
          for (const value of some) this.push(value);
          if (some.length === 0) this.push(null);
        },
        (error) => this.destroy(error),
      );
    },
    destroy(error, done) {
      values.close().then(() => done(error), done);
    },
  });
}
