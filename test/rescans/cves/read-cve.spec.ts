import { describe, expect, it } from 'vitest';
import { listCves, readCve } from '../../../functions/rescans/cves/read-cve.ts';
import { forgetImage } from '../../../functions/rescans/follow-result.ts';
import { deleteImage } from '../../../functions/scans/image/delete.ts';
import { alice, digestFor, noon } from '../../scans/image/image-world.ts';
import { rescanWorld } from '../rescan-world.ts';

const notFound = expect.objectContaining({ code: 'not_found' });
const bob = { ...alice, tenant: 'bob' };

async function twoImages() {
  const world = rescanWorld();
  await world.scan('nginx:1', [{ id: 'CVE-1', severity: 'HIGH', fixed: '2', status: 'fixed' }]);
  world.pass(60_000);
  await world.scan('redis:1', [
    { id: 'CVE-1', severity: 'LOW' },
    { id: 'CVE-2', severity: 'CRITICAL' },
  ]);
  return world;
}

describe('CVEs', () => {
  it('CVE: tells the images that have it, their packages, fixes and since when', async () => {
    const { deps } = await twoImages();
    const found = await readCve(deps, alice, 'CVE-1', {});
    expect(found).toMatchObject({ id: 'CVE-1', severity: 'HIGH', firstSeen: noon });
    const nginx = found.images.find(({ digest }) => digest === digestFor('library/nginx'));
    expect(nginx).toMatchObject({ severity: 'HIGH', packages: [{ name: 'openssl', fixed: '2' }], fixSeen: noon });
    expect(found.images).toHaveLength(2);
    const page = await readCve(deps, alice, 'CVE-1', { limit: 1 });
    const rest = await readCve(deps, alice, 'CVE-1', { limit: 1, cursor: page.cursor });
    expect([...page.images, ...rest.images]).toEqual(found.images);
    expect(rest.cursor).toBeUndefined();
  });

  it('CVE: one that no image of the tenant has is not found', async () => {
    const { deps } = await twoImages();
    await expect(readCve(deps, bob, 'CVE-1', {})).rejects.toEqual(notFound);
    await expect(readCve(deps, alice, 'CVE-9', {})).rejects.toEqual(notFound);
    await expect(readCve(deps, alice, 'a#b', {})).rejects.toEqual(notFound);
    await expect(readCve(deps, { ...alice, scopes: [] }, 'CVE-1', {})).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('CVEs: are listed newest first, by severity, since a time, with the number of their images', async () => {
    const { deps } = await twoImages();
    const listed = (await listCves(deps, alice, {})).cves.map(({ cve, severity, images }) => [cve, severity, images]);
    expect(listed).toEqual([
      ['CVE-2', 'CRITICAL', 1],
      ['CVE-1', 'LOW', 1],
      ['CVE-1', 'HIGH', 1],
    ]);
    const severe = await listCves(deps, alice, { severities: new Set(['HIGH']) });
    expect(severe.cves.map(({ severity }) => severity)).toEqual(['HIGH']);
    expect((await listCves(deps, alice, { since: noon + 1 })).cves).toHaveLength(2);
    const first = await listCves(deps, alice, { limit: 2 });
    const second = await listCves(deps, alice, { limit: 2, cursor: first.cursor });
    expect(first.cves.length + second.cves.length).toBe(3);
    await expect(listCves(deps, alice, { since: 1, cursor: first.cursor })).rejects.toMatchObject({
      code: 'bad_cursor',
    });
    expect((await listCves(deps, bob, {})).cves).toEqual([]);
  });

  it('CVEs: one whose images have expired is listed no more, and its entry goes', async () => {
    const world = await twoImages();
    world.pass(91 * 86_400_000);
    expect((await listCves(world.deps, alice, {})).cves).toEqual([]);
    await expect(readCve(world.deps, alice, 'CVE-1', {})).rejects.toEqual(notFound);
    expect(world.deps.cves.entries.size).toBe(0);
  });

  it('CVEs: an image that is removed is found under none, its diffs go with it', async () => {
    const world = await twoImages();
    world.pass(60_000);
    await world.scan('nginx:1', [], 'g2');
    world.pass(60_000);
    await world.scan('nginx:1', [{ id: 'CVE-7', severity: 'LOW' }], 'g3');
    expect([...world.deps.reports.objects.keys()].filter((key) => key.startsWith('diffs/'))).toHaveLength(2);
    const deps = { ...world.deps, forget: forgetImage(world.deps) };
    await deleteImage(deps, alice, digestFor('library/nginx'));
    expect([...world.deps.cves.rows.values()].map(({ digest }) => digest)).not.toContain(digestFor('library/nginx'));
    expect([...world.deps.reports.objects.keys()].filter((key) => key.startsWith('diffs/'))).toEqual([]);
  });
});
