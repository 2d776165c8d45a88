import { describe, expect, it } from 'vitest';
import { diffImages } from '../../../functions/rescans/history/diff-images.ts';
import { diffResults } from '../../../functions/rescans/history/diff-results.ts';
import { imageHistory } from '../../../functions/rescans/history/image-history.ts';
import { alice, digestFor } from '../../scans/image/image-world.ts';
import { type RescanWorld, rescanWorld } from '../rescan-world.ts';

const nginx = digestFor('library/nginx');
const bob = { ...alice, tenant: 'bob' };
const notFound = expect.objectContaining({ code: 'not_found' });
const high = (id: string) => ({ id, severity: 'HIGH' });

async function threeResults(): Promise<{ world: RescanWorld; scans: string[] }> {
  const world = rescanWorld();
  const scans: string[] = [];
  for (const [at, found] of [[high('CVE-1')], [high('CVE-2')], [high('CVE-2'), high('CVE-3')]].entries()) {
    scans.push((await world.scan('nginx:1', found, `g${at}`)).scan);
    world.pass(60_000);
  }
  return { world, scans };
}

describe('image history', () => {
  it('image history: is newest first, in pages, each result with what it changed', async () => {
    const { world, scans } = await threeResults();
    const first = await imageHistory(world.deps, alice, nginx, { limit: 2 });
    const second = await imageHistory(world.deps, alice, nginx, { limit: 2, cursor: first.cursor });
    const results = [...first.results, ...second.results];
    expect(results.map(({ scan }) => scan)).toEqual(scans.toReversed());
    expect(results.map(({ change }) => change?.summary.added.total)).toEqual([1, 1, undefined]);
    const arm = await imageHistory(world.deps, alice, nginx, { platform: 'linux/arm64' });
    expect(arm).toEqual({ results: [] });
  });

  it('image history: is another tenant’s to nobody', async () => {
    const { world } = await threeResults();
    await expect(imageHistory(world.deps, bob, nginx, {})).rejects.toEqual(notFound);
    await expect(diffResults(world.deps, bob, nginx, {})).rejects.toEqual(notFound);
    await expect(diffImages(world.deps, bob, { from: nginx, to: nginx })).rejects.toEqual(notFound);
    const nobody = { ...alice, scopes: [] };
    for (const ask of [
      imageHistory(world.deps, nobody, nginx, {}),
      diffResults(world.deps, nobody, nginx, {}),
      diffImages(world.deps, nobody, { from: 'nginx', to: 'nginx' }),
    ]) {
      await expect(ask).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});

describe('diff of results', () => {
  it('diff of results: of the last two when none is named, of any two that are', async () => {
    const { world, scans } = await threeResults();
    const last = await diffResults(world.deps, alice, nginx, {});
    expect([last.from.scan, last.to.scan]).toEqual([scans[1], scans[2]]);
    expect(last.diff.added.map(({ id }) => id)).toEqual(['CVE-3']);
    const whole = await diffResults(world.deps, alice, nginx, { from: scans[0], to: scans[2] });
    expect(whole.diff.added.map(({ id }) => id)).toEqual(['CVE-2', 'CVE-3']);
    expect(whole.diff.withdrawn.map(({ id }) => id)).toEqual(['CVE-1']);
    const back = await diffResults(world.deps, alice, nginx, { from: scans[2], to: scans[1] });
    expect(back.summary.withdrawn.total).toBe(1);
  });

  it('diff of results: the one before is of the same platform, whatever others there are', async () => {
    const world = rescanWorld();
    const scans: string[] = [];
    for (const platform of ['linux/amd64', 'linux/arm64', 'linux/amd64', 'linux/arm64', 'linux/arm64']) {
      scans.push((await world.scan('nginx:1', [], `g${scans.length}`, platform)).scan);
      world.pass(60_000);
    }
    const ask = async (request: object) => {
      const { from, to } = await diffResults(world.deps, alice, nginx, request);
      return [from.scan, to.scan];
    };
    expect(await ask({ platform: 'linux/arm64' })).toEqual([scans[3], scans[4]]);
    expect(await ask({ platform: 'linux/amd64' })).toEqual([scans[0], scans[2]]);
    expect(await ask({ to: scans[3] })).toEqual([scans[1], scans[3]]);
    for (const first of [scans[0], scans[1]]) await expect(ask({ to: first })).rejects.toEqual(notFound);
  });

  it('diff of results: scans, images and reports that are not there are not found', async () => {
    const { world, scans } = await threeResults();
    const { deps } = world;
    await expect(diffResults(deps, alice, nginx, { from: 'i0' })).rejects.toEqual(notFound);
    await expect(diffResults(deps, alice, nginx, { to: 'i0' })).rejects.toEqual(notFound);
    await expect(diffResults(deps, alice, nginx, { to: scans[0] })).rejects.toEqual(notFound);
    await expect(diffResults(deps, alice, digestFor('redis'), {})).rejects.toEqual(notFound);
    await expect(diffResults(deps, alice, '../x', {})).rejects.toEqual(notFound);
    const [result] = deps.images.results.values();
    await deps.reports.remove(result!.report.key);
    await expect(diffResults(deps, alice, nginx, { from: scans[0], to: scans[2] })).rejects.toEqual(notFound);
  });
});

describe('diff of images', () => {
  it('diff of images: tells tags apart by their newest results; what went with its package was fixed', async () => {
    const world = rescanWorld();
    await world.scan('nginx:1', [{ ...high('CVE-1'), name: 'zlib' }, high('CVE-2')]);
    world.pass(60_000);
    world.script.resolve = async () => ({ digest: digestFor('build 2') });
    await world.scan('nginx:2', [high('CVE-2'), high('CVE-3')]);
    const { from, to, diff, summary } = await diffImages(world.deps, alice, { from: 'nginx:1', to: 'nginx:2' });
    expect([from.image, to.digest]).toEqual(['docker.io/library/nginx:1', digestFor('build 2')]);
    expect(diff.fixed.map(({ id }) => id)).toEqual(['CVE-1']);
    expect(summary).toMatchObject({ added: { total: 1 }, unchanged: 1, withdrawn: { total: 0 } });
    const byDigest = await diffImages(world.deps, alice, { from: from.digest, to: `nginx@${to.digest}` });
    expect(byDigest.diff).toEqual(diff);
  });

  it('diff of images: one that was never scanned, or not for the platform, is not found', async () => {
    const world = rescanWorld();
    await world.scan('nginx:1', []);
    const ask = (to: string, platform?: string) => diffImages(world.deps, alice, { from: 'nginx:1', to, platform });
    await expect(ask('redis:1')).rejects.toThrow('docker.io/library/redis:1 has not been scanned');
    await expect(ask(digestFor('redis'))).rejects.toEqual(notFound);
    await expect(ask('nginx:1', 'linux/arm64')).rejects.toEqual(notFound);
    await expect(ask('nginx:1', 'x')).rejects.toMatchObject({ code: 'bad_platform' });
    await expect(ask('NGINX')).rejects.toMatchObject({ code: 'bad_reference' });
  });
});
