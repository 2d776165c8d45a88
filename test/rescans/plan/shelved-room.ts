import { type DatabaseChanges, touchesResult } from '../../../functions/image/reliance/database-changes.ts';
import { packageMark } from '../../../functions/image/reliance/mark.ts';
import { digestFor } from '../../scans/image/image-world.ts';
import { runWorld } from '../run-world.ts';

const minute = 60_000;

/** What is different when packages of Debian have other advisories. */
export const debian = (...names: string[]): DatabaseChanges => ({
  ...{ whole: [], vulnerabilities: [] },
  packages: [{ bucket: 'debian 12', names }],
});

/** What digestFor made a digest of, without its folder. */
const nameIn = (digest: string): string =>
  Buffer.from(digest.slice('sha256:'.length), 'hex').toString().replace(/\0.*/, '').split('/').at(-1)!;

/** Watched images of which each relies on a package of its own name, on shelves since a database that touched none of them. */
export async function shelvedRoom(...names: string[]) {
  const room = runWorld({ shelves: true });
  const { stores, world, script } = room;
  const { put } = stores.reliances;
  stores.reliances.put = (row) => {
    const marks = packageMark('debian', nameIn(row.digest));
    return put({ ...row, reliance: { ...row.reliance, places: ['debian'], marks } });
  };
  const changes = new Map<string, DatabaseChanges>();
  script.step = async (from, to) => {
    const known = changes.get(`${from} ${to}`) ?? changes.get(`${to} ${from}`);
    const now = new Date(world.deps.clock()).toISOString();
    return known && { touches: touchesResult(known), updatedAt: now, addedAt: now };
  };
  /** Another database is in use, of which it is known what is different unless nothing is said. */
  const promote = (database: string, change?: DatabaseChanges): void => {
    if (change !== undefined) changes.set(`${world.script.database} ${database}`, change);
    world.script.database = database;
    room.rematched.length = 0;
  };
  const opened = {
    ...room,
    promote,
    /** Promotes a database and does its run. */
    async change(database: string, change?: DatabaseChanges) {
      promote(database, change);
      await room.sound.start();
      await room.recover();
      return (await room.runsOf())[0]!;
    },
    watchOf: (name: string) =>
      [...stores.watches.rows.values()].find(
        ({ target }) => target.includes(`/${name}:`) || target.includes(`/${name}@`),
      )!,
    image: (name: string) => room.imageOf(digestFor(`library/${name}`)),
    /** Images that are in batches of a run. */
    plannedOf: (run: string) =>
      [...stores.runs.batches.values()]
        .filter((batch) => batch.run === run)
        .flatMap(({ images }) => images.map(({ digest }) => nameIn(digest)))
        .toSorted(),
  };
  await room.scan(...names);
  world.time.now += 60 * minute;
  await opened.change('g2', debian('none'));
  world.time.now += 60 * minute;
  return opened;
}

export type ShelvedRoom = Awaited<ReturnType<typeof shelvedRoom>>;
