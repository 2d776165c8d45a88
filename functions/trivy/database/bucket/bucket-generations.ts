import { DrydockError } from '../../../errors.ts';
import { broken } from '../broken.ts';
import { type Generations, noEarlier } from '../generations.ts';
import { type Pointer, pointBack, pointTo } from '../pointer.ts';
import type { DatabaseObjects } from '../ports.ts';
import { localCopy } from './local-copy.ts';
import {
  generationsPrefix,
  idOf,
  readChanges,
  readGeneration,
  readJson,
  removeOldChanges,
  storeGeneration,
} from './packed-generation.ts';

const pointerKey = 'database/promoted.json';

/** The id of the generation in use. Rejects with DrydockError `database_missing`. */
export async function promotedIn(objects: Pick<DatabaseObjects, 'read'>): Promise<string> {
  const pointer = await readJson<Pointer>(objects, pointerKey);
  if (pointer === undefined) throw noDatabase();
  return pointer.current;
}

/**
 * Generations in a bucket, and in a directory a copy of the one in use: it is fetched when a scan asks for it the first time, the Java
 * part when an image needs it. The pointer is read for each scan, so that what is promoted counts from the next one on.
 */
export function bucketGenerations(objects: DatabaseObjects, directory: string): Generations {
  const copy = localCopy(objects, directory);
  const pointer = () => readJson<Pointer>(objects, pointerKey);
  const read = async (id: string) => (await readGeneration(objects, id))?.generation;
  const keepPointer = (next: Pointer) => objects.put(pointerKey, Buffer.from(JSON.stringify(next)));

  return {
    pointer,
    read,
    changes: (id) => readChanges(objects, id),
    async promoted() {
      const packed = await readGeneration(objects, await promotedIn(objects));
      if (packed === undefined) throw noDatabase();
      return copy.hold(packed);
    },
    async add(from, generation) {
      if ((await read(generation.id)) !== undefined) return;
      await storeGeneration(objects, from, generation);
      await copy.take(from, generation.id);
    },
    async promote(id) {
      if ((await read(id)) === undefined) throw broken('it was removed meanwhile: try again');
      const next = pointTo(await pointer(), id);
      await keepPointer(next);
      const keys = await objects.list(generationsPrefix);
      await objects.remove(keys.filter((key) => ![id, next.previous].includes(idOf(key))));
      await removeOldChanges(objects);
    },
    async rollback() {
      const now = await pointer();
      const generation = now?.previous === undefined ? undefined : await read(now.previous);
      if (now === undefined || generation === undefined) throw noEarlier();
      await keepPointer(pointBack(now, generation.id));
      return generation;
    },
  };
}

function noDatabase(): DrydockError {
  return new DrydockError('database_missing', 'there is no vulnerability database yet: the schedule fetches one');
}
