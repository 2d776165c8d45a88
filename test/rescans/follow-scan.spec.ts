import { expect, it } from 'vitest';
import { followScan } from '../../functions/rescans/follow-scan.ts';
import { defaultWatchSettings } from '../../functions/rescans/watches/watch.ts';
import { digestFor } from '../scans/image/image-world.ts';
import { memoryWatchStore } from './memory-run-store.ts';
import { rescanWorld } from './rescan-world.ts';

it('scans: one that was asked for is watched when its result is in the history; broken off, the sweeper does the rest', async () => {
  const world = rescanWorld();
  const watches = memoryWatchStore(world.deps.clock);
  const deps = { ...world.deps, watches, watchSettings: defaultWatchSettings };
  const follow = followScan(deps);
  await world.submit({ image: 'nginx:1' });
  await world.run(world.rung.at(-1)!, { follow: () => Promise.reject(new Error('broken off')) });
  expect([watches.rows.size, world.deps.cves.rows.size]).toEqual([0, 0]);
  world.pass(world.deps.limits.leaseMs);
  await world.sweep({ follow });
  expect([...watches.rows.values()]).toEqual([
    expect.objectContaining({ target: 'docker.io/library/nginx:1', digest: digestFor('library/nginx') }),
  ]);
  expect([...world.deps.cves.rows.values()].map(({ cve }) => cve)).toEqual(['CVE-1']);
});

it('scans: one that a watch asked for, following its tag, is no use of the image', async () => {
  const world = rescanWorld();
  const watches = memoryWatchStore(world.deps.clock);
  const follow = followScan({ ...world.deps, watches, watchSettings: defaultWatchSettings });
  await world.submit({ image: 'nginx:1', watch: 'w1' });
  await world.run(world.rung.at(-1)!, { follow });
  expect([watches.rows.size, world.deps.cves.rows.size]).toEqual([0, 1]);
});
