import { describe, expect, it } from 'vitest';
import { deriveChecks } from '../../../functions/rescans/rematch/derive-checks.ts';
import { listImages, readImage } from '../../../functions/scans/image/list.ts';
import { submitImageScan } from '../../../functions/scans/image/submit.ts';
import { admin } from '../../notify/notify-world.ts';
import { digestFor } from '../../scans/image/image-world.ts';
import { runWorld } from '../run-world.ts';

const nginx = digestFor('library/nginx');

/** An image that was scanned with `g1`; in `g2`, which was taken in a minute later, nothing is different for it unless `touched` says so. */
async function switchedRoom(touched: readonly string[] = []) {
  const room = runWorld();
  await room.scan('nginx', 'redis');
  const { world, stores } = room;
  const added = world.time.now;
  const time = new Date(added).toISOString();
  room.script.step = async (from, to) => ({
    touches: () => touched.includes(`${from} ${to}`),
    updatedAt: time,
    addedAt: time,
  });
  world.script.database = 'g2';
  const reads: number[] = [];
  const { reliances, rules, log, clock } = stores;
  const counted = {
    ...reliances,
    read(...asked: Parameters<typeof reliances.read>) {
      reads.push(asked[1].length);
      return reliances.read(...asked);
    },
  };
  const derive = deriveChecks({ reliances: counted, step: stores.step, rules, log, clock, database: stores.database });
  return { ...room, added, reads, deps: { ...stores, deriveChecks: derive } };
}

describe('checks that follow from a change of the database', () => {
  it('derived check: an image that the change does not touch is shown as checked, without a run and without a write', async () => {
    const { deps, added, reads } = await switchedRoom();
    const checked = { at: added, database: 'g2', untouched: true };
    expect((await listImages(deps, admin, {})).images).toMatchObject([{ checked }, { checked }]);
    expect(reads).toEqual([2]);
    expect((await readImage(deps, admin, nginx, {})).images).toMatchObject([{ database: 'g1', checked }]);
    expect((await deps.images.read(admin.tenant, nginx))[0]).not.toHaveProperty('checked');
  });

  it('derived check: a scan that is asked for after the change is answered from the one that was', async () => {
    const { deps, world } = await switchedRoom();
    const before = world.rung.length;
    const { isNew, scan, image } = await submitImageScan(deps, admin, { image: 'nginx' });
    expect([isNew, scan.database, image?.checked?.database]).toEqual([false, 'g1', 'g2']);
    expect(world.rung).toHaveLength(before);
  });

  it('derived check: one that the change touches shows its own last check, and is scanned when it is asked for', async () => {
    const { deps } = await switchedRoom(['g1 g2']);
    expect((await readImage(deps, admin, nginx, {})).images[0]).not.toHaveProperty('checked');
    expect(await submitImageScan(deps, admin, { image: 'nginx' })).toMatchObject({ isNew: true });
  });

  it('derived check: nothing is read of images that were checked with the database in use, or where there is none', async () => {
    const { deps, reads, world } = await switchedRoom();
    world.script.database = 'g1';
    await listImages(deps, admin, {});
    const { reliances, rules, log, clock, step } = deps;
    const database = () => Promise.reject(new Error('none'));
    const images = (await deps.images.list({ tenant: admin.tenant, limit: 10 })).images;
    expect(await deriveChecks({ reliances, step, rules, log, clock, database })(images)).toEqual(images);
    expect(await deps.deriveChecks([])).toEqual([]);
    expect(reads).toEqual([]);
  });
});
