import { describe, expect, it } from 'vitest';
import { digestFor, noon } from '../scans/image/image-world.ts';
import { rescanWorld } from './rescan-world.ts';

const nginx = digestFor('library/nginx');
const old = { id: 'CVE-2026-1', severity: 'HIGH' };
const fresh = { id: 'CVE-2026-2', severity: 'CRITICAL', fixed: '2', status: 'fixed' };
const affected = async ({ deps }: ReturnType<typeof rescanWorld>, cve: string) =>
  (await deps.cves.listAffected({ tenant: 'alice', cve, limit: 10 })).images;

describe('a result in the history', () => {
  it('results: a rescan tells what was disclosed and what was withdrawn, and the image is found by it', async () => {
    const world = rescanWorld();
    await world.scan('nginx:1', [old]);
    world.pass(60_000);
    const { change } = await world.scan('nginx:1', [fresh], 'g2');
    expect(change?.previous).toMatchObject({ scanned: noon, database: 'g1' });
    expect(change?.summary).toMatchObject({ added: { total: 1 }, withdrawn: { total: 1 }, fixed: { total: 0 } });
    expect(await affected(world, old.id)).toEqual([]);
    expect(await affected(world, fresh.id)).toEqual([
      expect.objectContaining({ digest: nginx, severity: 'CRITICAL', firstSeen: noon + 60_000, packageCount: 1 }),
    ]);
    expect([...world.deps.cves.entries.values()].map(({ cve }) => cve)).toEqual([fresh.id]);
  });

  it('results: the same once more writes no row, no entry and no clock', async () => {
    const world = rescanWorld();
    await world.scan('nginx:1', [old, fresh]);
    const before = pick(world);
    world.pass(60_000);
    await world.scan('nginx:2', [old, fresh], 'g2');
    expect(pick(world)).toEqual(before);
  });

  it('results: a new build with an old flaw has the clock of its repository, another repository its own', async () => {
    const world = rescanWorld();
    await world.scan('nginx:1', [old]);
    world.pass(60_000);
    world.script.resolve = async () => ({ digest: digestFor('new build') });
    await world.scan('nginx:2', [old]);
    world.pass(60_000);
    world.script.resolve = async () => ({ digest: digestFor('other') });
    await world.scan('redis:1', [old]);
    const seen = new Map((await affected(world, old.id)).map((one) => [one.digest, one.firstSeen]));
    expect(Object.fromEntries(seen)).toEqual({
      [nginx]: noon,
      [digestFor('new build')]: noon,
      [digestFor('other')]: noon + 120_000,
    });
  });

  it('results: a severity that changes moves the image in the listing', async () => {
    const world = rescanWorld();
    await world.scan('nginx:1', [old]);
    world.pass(60_000);
    await world.scan('nginx:1', [{ ...old, severity: 'LOW' }], 'g2');
    expect((await affected(world, old.id)).map(({ severity }) => severity)).toEqual(['LOW']);
    expect([...world.deps.cves.entries.values()].map(({ severity }) => severity)).toEqual(['LOW']);
  });

  it('results: names of advisories that cannot be part of a key are not found by name, the others are', async () => {
    const world = rescanWorld();
    await world.scan('nginx:1', [{ ...old, id: 'a#b' }, { ...old, id: '../x' }, old]);
    expect([...world.deps.cves.rows.values()].map(({ cve }) => cve)).toEqual([old.id]);
  });
});

function pick({ deps }: ReturnType<typeof rescanWorld>) {
  const { rows, entries, indexes } = deps.cves;
  return structuredClone({ rows, entries, indexes });
}
