import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { isImageScanId } from '../../../functions/scans/image/image-scan-id.ts';
import { isScanId } from '../../../functions/scans/scan-id.ts';
import { alice, digestFor, imageWorld, noon, settle } from './image-world.ts';

const coded = (code: string) => expect.objectContaining({ code });
const nginx = digestFor('library/nginx');

describe('submit', () => {
  it('submit: a new image is queued by digest and rung for', async () => {
    const world = imageWorld();
    const { scan, isNew } = await world.submit();
    expect(isNew).toBe(true);
    expect(scan).toMatchObject({
      status: 'queued',
      digest: nginx,
      image: 'docker.io/library/nginx:1.27',
      tenant: 'alice',
    });
    expect(world.rung).toEqual([{ tenant: 'alice', id: scan.id, generation: 1 }]);
    expect(isImageScanId(scan.id) && !isScanId(scan.id)).toBe(true);
  });

  it('submit: a hundred at once of the same digest are one scan (F16, S19)', async () => {
    const world = imageWorld();
    const images = Array.from({ length: 100 }, (_, index) => (index % 2 ? 'nginx:1.27' : 'docker.io/library/nginx:1'));
    const all = await Promise.all(images.map((image) => world.submit({ image })));
    expect(new Set(all.map(({ scan }) => scan.id)).size).toBe(1);
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(world.rung).toHaveLength(1);
  });

  it.each([
    ['platform', { platform: 'linux/arm64' }],
    ['scanners', { scanners: ['secret'] }],
    ['image', { image: 'redis' }],
  ])('submit: another %s is another scan', async (_name, change) => {
    const world = imageWorld();
    const [one, other] = [await world.submit(), await world.submit(change)];
    expect(other.scan.id).not.toBe(one.scan.id);
  });

  it('submit: another tenant and another database make another scan', async () => {
    const world = imageWorld();
    const one = await world.submit();
    const other = await world.submit({}, { ...alice, tenant: 'bob' });
    world.script.database = 'g2';
    const newer = await world.submit();
    expect(new Set([one, other, newer].map(({ scan }) => scan.id)).size).toBe(3);
  });

  it('submit: a done scan is the answer until a fresh one is asked for', async () => {
    const world = imageWorld();
    await world.submit();
    await world.run(world.rung[0]!);
    const again = await world.submit();
    expect(again).toMatchObject({ isNew: false, scan: { status: 'done' } });
    const fresh = await world.submit({ fresh: true });
    expect(fresh).toMatchObject({ isNew: true, scan: { status: 'queued', generation: 2 } });
    expect(await world.submit({ fresh: true })).toMatchObject({ isNew: false, scan: { generation: 2 } });
  });

  it('submit: a failure of the image is answered for a minute, one that may pass is tried at once', async () => {
    const world = imageWorld();
    world.script.scan = () => Promise.reject(new DrydockError('broken_image', 'damaged'));
    await world.submit();
    await world.run(world.rung[0]!);
    world.pass(59_000);
    expect(await world.submit()).toMatchObject({ isNew: false, scan: { status: 'failed' } });
    expect(await world.submit({ credentials: { token: 't' } })).toMatchObject({ isNew: true });
    const passing = imageWorld();
    passing.script.scan = () => Promise.reject(new DrydockError('scanner_no_space', 'full'));
    await passing.submit();
    await passing.run(passing.rung[0]!);
    expect(await passing.submit()).toMatchObject({ isNew: true, scan: { generation: 2 } });
  });

  it('submit: what the registry says in time is the answer, and nothing is queued', async () => {
    const world = imageWorld();
    world.script.resolve = () => Promise.reject(new DrydockError('image_not_found', 'no such tag'));
    await expect(world.submit()).rejects.toEqual(coded('image_not_found'));
    expect(world.deps.scans.rows.size).toBe(0);
  });

  it('submit: a slow registry is left to the worker, which resolves once', async () => {
    const world = imageWorld();
    world.script.resolve = () => new Promise(() => {});
    const pending = world.submit();
    await settle();
    world.pass(3_000);
    const { scan } = await pending;
    expect(scan).not.toHaveProperty('digest');
    world.script.resolve = async () => ({ digest: nginx });
    await world.run(world.rung[0]!);
    expect(await world.deps.scans.read('alice', scan.id)).toMatchObject({ status: 'done', digest: nginx });
    expect(world.orders[0]?.reference).toEqual({ registry: 'docker.io', repository: 'library/nginx', digest: nginx });
  });

  it('submit: a doorbell that does not ring is no failure (F20)', async () => {
    const world = imageWorld();
    world.script.ring = () => Promise.reject(new Error('queue down'));
    expect(await world.submit()).toMatchObject({ isNew: true });
    expect(world.logged[0]?.[0]).toContain('doorbell not rung');
  });

  it('submit: credentials are in the message only, sealed', async () => {
    const world = imageWorld();
    const credentials = { username: 'robot', password: 'canary-secret' };
    const { scan } = await world.submit({ credentials });
    const [message] = world.rung;
    expect(message?.sealed).toBeTypeOf('string');
    expect(JSON.stringify([message, scan, [...world.deps.scans.rows]])).not.toContain('canary-secret');
    await world.run(message!);
    expect(world.orders[0]?.credentials).toEqual(credentials);
    expect(JSON.stringify([[...world.deps.scans.rows], world.logged])).not.toContain('canary-secret');
  });

  it.each([
    [{ image: '-o/etc/x' }, 'bad_reference'],
    [{ platform: 'amd64' }, 'bad_platform'],
    [{ scanners: ['vuln', 'rce'] }, 'bad_request'],
    [{ idempotencyKey: '' }, 'bad_request'],
  ])('submit: %j is refused as %s', async (change, code) => {
    await expect(imageWorld().submit(change)).rejects.toEqual(coded(code));
  });

  it('submit: who may only read may not', async () => {
    const reader = { ...alice, scopes: ['report:read' as const] };
    await expect(imageWorld().submit({}, reader)).rejects.toEqual(coded('forbidden'));
  });

  it('submit: a table that is gone makes it fail', async () => {
    const world = imageWorld();
    world.deps.scans.create = () => Promise.reject(new DrydockError('storage_unavailable', 'gone'));
    await expect(world.submit()).rejects.toEqual(coded('storage_unavailable'));
    world.deps.scans.create = async () => false;
    await expect(world.submit()).rejects.toEqual(coded('storage_unavailable'));
    expect(world.time.now).toBe(noon);
  });
});
