import { describe, expect, it } from 'vitest';
import type { BeginUse } from '../../../functions/scans/image/ports.ts';
import { submitImageScan } from '../../../functions/scans/image/submit.ts';
import { alice, digestFor, imageWorld } from './image-world.ts';

const nginx = digestFor('library/nginx');

/** An image that was scanned with `g1` and found the same with `g2`, which is in use now. */
async function confirmedWorld() {
  const world = imageWorld();
  const { scan } = await world.submit();
  await world.run(world.rung[0]!);
  const [image] = await world.deps.images.read('alice', nginx);
  const checked = { at: world.time.now + 1, database: 'g2', run: 'r1' };
  await world.deps.images.noteChecked([{ ...image!, checked }]);
  world.script.database = 'g2';
  return { ...world, first: scan };
}

describe('confirmed scan', () => {
  it('confirmed scan: a result that a rescan found again is the answer for the database of today', async () => {
    const world = await confirmedWorld();
    const again = await world.submit({ image: 'docker.io/library/nginx:stable' });
    expect(again).toMatchObject({ isNew: false, scan: { id: world.first.id, status: 'done', digest: nginx } });
    expect(world.rung).toHaveLength(1);
  });

  it.each([
    ['a fresh scan is asked for', { fresh: true }],
    ['other scanners are asked for', { scanners: ['secret'] }],
    ['another platform is asked for', { platform: 'linux/arm64' }],
  ])('confirmed scan: %s, so it is made', async (_name, change) => {
    const world = await confirmedWorld();
    expect(await world.submit(change)).toMatchObject({ isNew: true, scan: { database: 'g2' } });
  });

  it('confirmed scan: nothing is confirmed for a database that came later, or after the scan was deleted', async () => {
    const later = await confirmedWorld();
    later.script.database = 'g3';
    expect(await later.submit()).toMatchObject({ isNew: true });
    const deleted = await confirmedWorld();
    await deleted.deps.scans.remove('alice', deleted.first.id);
    expect(await deleted.submit()).toMatchObject({ isNew: true });
  });

  it('confirmed scan: a fresh scan that failed does not hide what a rescan found', async () => {
    const world = await confirmedWorld();
    world.script.scan = () => Promise.reject(new Error('killed'));
    await world.submit({ fresh: true });
    await world.run(world.rung[1]!);
    world.pass(world.deps.limits.deadlineMs);
    await world.sweep();
    expect(await world.submit()).toMatchObject({ isNew: false, scan: { id: world.first.id, status: 'done' } });
  });
});

describe('use', () => {
  const noted = () => {
    const uses: (Parameters<BeginUse>[0] & { digest: string })[] = [];
    const beginUse: BeginUse = (asked) => async (digest) => void uses.push({ ...asked, digest });
    return { uses, beginUse };
  };

  it('use: a scan that was there is in use by the name it was asked for, a new one when it ends', async () => {
    const world = await confirmedWorld();
    const { uses, beginUse } = noted();
    const submit = (image: string) => submitImageScan({ ...world.deps, beginUse }, alice, { image });
    await submit('nginx:stable');
    const platform = 'linux/amd64';
    expect(uses).toEqual([{ tenant: 'alice', image: 'docker.io/library/nginx:stable', digest: nginx, platform }]);
    await submit('redis');
    expect(uses).toHaveLength(1);
  });

  it('use: a watch that follows its tag uses nothing', async () => {
    const world = await confirmedWorld();
    const { uses, beginUse } = noted();
    await submitImageScan({ ...world.deps, beginUse }, alice, { image: 'nginx', watch: 'w1' });
    expect(uses).toEqual([]);
  });

  it('use: one that cannot be noted is in the log, and the scan is answered', async () => {
    const world = await confirmedWorld();
    const beginUse = () => () => Promise.reject(new Error('table away'));
    const { scan } = await submitImageScan({ ...world.deps, beginUse }, alice, { image: 'nginx' });
    expect(scan.status).toBe('done');
    expect(world.logged).toEqual([['use not noted', { scan: scan.id, reason: 'Error' }]]);
  });
});
