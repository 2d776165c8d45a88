import { createHash } from 'node:crypto';
import { DrydockError } from '../../errors.ts';
import type { ImageFinding } from '../../image/finding.ts';
import type { ImageRecord } from '../../scans/image/image-record.ts';
import type { ClockStore } from '../ports.ts';
import { boundClocks, clockKey, type FirstSeen, mergeClocks, sightings } from './clock.ts';

/** The clocks of a repository are spread over so many items, by CVE. */
const clockShards = 8;
/** Clocks of one item: with 64 KB it is not full, so that names may be long. */
const mostClocks = 2_500;
/** So often others may write the same item in between. */
const rounds = 8;

/** Clocks by the key of their finding: see clockKey. */
export type Clocks = ReadonlyMap<string, FirstSeen>;

/** Enters a result in the clocks of its repository, and gives them all. Again, or late, changes nothing but to make them earlier. */
export async function enterClocks(
  clocks: ClockStore,
  image: Pick<ImageRecord, 'tenant' | 'repository' | 'scanned'>,
  findings: readonly ImageFinding[],
): Promise<Clocks> {
  const { tenant, repository, scanned } = image;
  const seen = sightings(findings, scanned);
  const parts = Map.groupBy(seen, ({ cve }) => shardOf(cve));
  for (let round = 0; round < rounds; round += 1) {
    const known = await clocks.read(tenant, repository);
    const merged = [...parts].map(([shard, part]) => {
      const row = known.find((one) => one.shard === shard);
      const next = boundClocks(mergeClocks(row?.clocks ?? [], part), part, mostClocks);
      return { tenant, repository, shard, fence: row?.fence ?? 0, clocks: next, before: row?.clocks };
    });
    const changed = merged.filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.clocks));
    const written = await Promise.all(
      changed.map(({ before: _, ...row }) => clocks.replace({ ...row, fence: row.fence + 1 }, row.fence)),
    );
    if (written.every(Boolean)) return byKey([...known, ...merged].flatMap((one) => one.clocks));
  }
  throw new DrydockError('storage_unavailable', 'others keep changing the clocks of this repository');
}

const byKey = (clocks: readonly FirstSeen[]): Clocks =>
  new Map(clocks.map((clock) => [clockKey({ ...clock, id: clock.cve }), clock]));

const shardOf = (cve: string): number => createHash('sha256').update(cve).digest()[0]! % clockShards;
