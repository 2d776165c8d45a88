import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import type { Rematched } from '../../../functions/rescans/ports.ts';
import { rescanImage } from '../../../functions/rescans/rematch/rescan-image.ts';
import type { Run } from '../../../functions/rescans/runs/run.ts';
import { digestFor } from '../../scans/image/image-world.ts';
import { runWorld } from '../run-world.ts';

const known = { id: 'CVE-1', severity: 'HIGH' };
const nginx = { digest: digestFor('library/nginx'), platform: 'linux/amd64' };
const minute = 60_000;

/** A scanned image, a newer database, and a run that nobody has begun. */
async function planned(change: (room: ReturnType<typeof runWorld>) => void = () => undefined) {
  const room = runWorld();
  await room.scan('nginx');
  room.world.script.database = 'g2';
  change(room);
  const [run] = await room.sound.start();
  const rescan = (image = nginx, other: Run = run!, database = 'g2') =>
    rescanImage(room.sound.worker, other, image, database);
  const rowsOf = () => [...room.stores.scans.rows.values()];
  return { ...room, run: run!, rescan, rowsOf };
}

describe('rescan of one image', () => {
  it('rescan: an image that is as it was is noted as checked by the run, its result stays', async () => {
    const { rescan, imageOf, run, stores, rowsOf } = await planned();
    expect(await rescan()).toEqual({ outcome: 'unchanged' });
    expect(await imageOf(nginx.digest)).toMatchObject({ database: 'g1', checked: { database: 'g2', run: run.id } });
    expect([stores.images.results.size, rowsOf().length]).toEqual([1, 1]);
  });

  it('rescan: one that differs becomes the scan that anybody would find who asks with this database', async () => {
    const room = await planned(({ found }) => {
      found.g2 = [known];
    });
    expect(await room.rescan()).toEqual({ outcome: 'changed' });
    const image = await room.imageOf(nginx.digest);
    expect(image).toMatchObject({ database: 'g2', verdict: 'warn', run: room.run.id, analysis: { artifact: 'a' } });
    const { scan } = await room.world.submit(
      { image: 'nginx:1.27' },
      { tenant: 'acme', subject: 'k', scopes: ['admin'] },
    );
    expect([scan.id, scan.status]).toEqual([image!.scan, 'done']);
    expect(room.world.orders).toHaveLength(1);
  });

  it('rescan: the same verdict for other reasons is shown with them, is no change and told to nobody', async () => {
    const room = await planned();
    await room.subscribe();
    const { rematch } = room.script;
    const tools = { scannerVersion: '0.68.2', database: { generation: 'g2', updatedAt: '2026-01-01T00:00:00Z' } };
    const withOld = async () => ({ ...(await rematch()), tools }) as Rematched;
    room.script.rematch = withOld;
    expect(await room.rescan()).toEqual({ outcome: 'changed' });
    tools.database = { generation: 'g3', updatedAt: '2026-01-02T00:00:00Z' };
    room.world.time.now += minute;
    room.world.script.database = 'g3';
    const [next] = await room.sound.start();
    expect(await room.rescan(nginx, next!, 'g3')).toEqual({ outcome: 'unchanged' });
    expect(await room.rescan(nginx, next!, 'g3')).toEqual({ outcome: 'unchanged' });
    const image = await room.imageOf(nginx.digest);
    expect(image).toMatchObject({ verdict: 'unknown', database: 'g3', reasons: [{ code: 'old_database' }] });
    expect(image?.reasons[0]?.message).toContain('2026-01-02');
    expect(await room.told()).toEqual([]);
  });

  it('rescan: what was matched with another database than the one that is wanted is not entered', async () => {
    const room = await planned(({ found }) => {
      found.g3 = [known];
    });
    const { rematch } = room.script;
    room.script.rematch = async () => {
      room.world.script.database = 'g3';
      return rematch();
    };
    expect(await room.rescan()).toEqual({ outcome: 'pending' });
    expect(await room.imageOf(nginx.digest)).toMatchObject({ database: 'g1', verdict: 'pass' });
    expect(room.rowsOf()).toHaveLength(1);
  });

  it('rescan: done again it finds what it did, matches nothing and stores nothing', async () => {
    for (const found of [[], [known]]) {
      const room = await planned((one) => {
        one.found.g2 = found;
      });
      const first = await room.rescan();
      const objects = room.stores.reports.objects.size;
      expect(await room.rescan()).toEqual(first);
      expect([room.rematched.length, room.stores.reports.objects.size]).toEqual([1, objects]);
    }
  });

  it('rescan: an image or platform that is not there any more is gone', async () => {
    const { rescan, rematched } = await planned();
    expect(await rescan({ ...nginx, platform: 'linux/arm64' })).toEqual({ outcome: 'gone' });
    expect(await rescan({ ...nginx, digest: digestFor('other') })).toEqual({ outcome: 'gone' });
    expect(rematched).toEqual([]);
  });

  it.each([
    ['its report is gone', (room: ReturnType<typeof runWorld>) => room.stores.reports.objects.clear()],
    [
      'no analyses are kept',
      ({ stores }: ReturnType<typeof runWorld>) => {
        for (const image of stores.images.images.values()) Reflect.deleteProperty(image, 'analysis');
      },
    ],
    [
      'its analyses do not do',
      ({ script }: ReturnType<typeof runWorld>) => {
        script.rematch = async () => ({ outcome: 'needs_fresh_scan', reason: 'other_trivy' });
      },
    ],
  ])('rescan: when %s a scan is asked for once, however often the run comes', async (_, change) => {
    const { rescan, rowsOf, run, world } = await planned(change);
    expect([await rescan(), await rescan()]).toEqual([{ outcome: 'pending' }, { outcome: 'pending' }]);
    const queued = rowsOf().filter(({ status }) => status === 'queued');
    expect(queued).toMatchObject([{ digest: nginx.digest, database: 'g2', run: run.id }]);
    expect(world.rung).toHaveLength(2);
  });

  it('rescan: one whose scan failed has failed, with the code of the scan', async () => {
    const { rescan, script, world, sound } = await planned();
    script.rematch = async () => ({ outcome: 'needs_fresh_scan', reason: 'analysis_missing' });
    await rescan();
    world.script.scan = () => Promise.reject(new DrydockError('registry_refused', 'it wants credentials'));
    await world.run(world.rung.at(-1)!, { follow: sound.scans.follow });
    await expect(rescan()).rejects.toMatchObject({ code: 'registry_refused', message: 'it wants credentials' });
  });

  it('rescan: while somebody scans the same image with this database the run waits for it', async () => {
    const { rescan, world, stores, found, sound, rowsOf } = await planned();
    found.g2 = [known];
    await world.submit({ image: 'nginx:1.27' }, { tenant: 'acme', subject: 'k', scopes: ['admin'] });
    const objects = stores.reports.objects.size;
    expect(await rescan()).toEqual({ outcome: 'pending' });
    expect(stores.reports.objects.size).toBe(objects);
    await world.run(world.rung.at(-1)!, { follow: sound.scans.follow });
    expect(await rescan()).toEqual({ outcome: 'unchanged' });
    expect(rowsOf().filter(({ status }) => status === 'done')).toHaveLength(2);
  });

  it('rescan: of two workers at the same image one enters, the other leaves nothing behind', async () => {
    const room = await planned((one) => {
      one.found.g2 = [known];
    });
    const ends = await Promise.all([room.rescan(), room.rescan()]);
    expect(ends.map(({ outcome }) => outcome)).toContain('changed');
    expect(await room.rescan()).toMatchObject({ outcome: 'changed' });
    expect(room.stores.images.results.size).toBe(2);
    const reports = [...room.stores.reports.objects.keys()].filter((key) => key.startsWith('reports/'));
    expect(reports).toHaveLength(2);
  });

  it('rescan: the same database that says something else is counted as a disagreement, and only then', async () => {
    const { rescan, found, world, sound, runsOf } = await planned((room) => {
      room.found.g2 = [known];
    });
    await rescan();
    expect(world.counted).not.toContain('RescanDisagreements');
    found.g2 = [];
    world.time.now += minute;
    await sound.start({ fullMs: 1_000, afreshMs: 0 });
    const schedule = (await runsOf()).find(({ trigger }) => trigger.kind === 'schedule')!;
    expect(await rescan(nginx, schedule)).toMatchObject({ outcome: 'changed' });
    expect(world.counted.filter((name) => name === 'RescanDisagreements')).toHaveLength(1);
  });

  it('rescan: a verdict that changes with time alone is a result of its own, without a diff', async () => {
    const { rescan, script, imageOf, world } = await planned();
    const { rematch } = script;
    script.rematch = async () => {
      const matched = await rematch();
      if (matched.outcome !== 'matched') return matched;
      const { tools } = matched;
      return { ...matched, tools: { ...tools, database: { ...tools.database, updatedAt: '2026-01-01T00:00:00Z' } } };
    };
    expect(await rescan()).toEqual({ outcome: 'changed' });
    const image = await imageOf(nginx.digest);
    expect(image).toMatchObject({ verdict: 'unknown', database: 'g2' });
    expect(world.counted).not.toContain('RescanDisagreements');
  });
});
