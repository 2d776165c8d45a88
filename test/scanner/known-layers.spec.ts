import { describe, expect, it, onTestFinished } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { systemTimer } from '../../functions/system-timer.ts';
import { readRedisAddress } from '../../functions/trivy/cache/redis-address.ts';
import { redisAnalysisStore } from '../../functions/trivy/cache/redis-analysis-store.ts';
import { buildImage, type ImageConfig } from '../../sample/images/build-image.ts';
import { hasRedis, startRedis } from '../trivy/cache/redis-server.ts';
import { debian, lodash, namelessJar } from '../trivy/sample-images.ts';
import { kinds, openSeamRoom } from './seam-room.ts';

const base = buildImage({ layers: [{ files: debian }] });
const app = buildImage({ layers: [{ files: debian }, { files: lodash }] });

describe.each(kinds)('known layers and the %s Trivy', (kind, isHere) => {
  const test = it.skipIf(!isHere);

  test(`${kind} Trivy: an image that shares its base fetches its own layers only, and the same image nothing`, async () => {
    const room = await openSeamRoom(kind);
    expect(await room.scan(base)).toMatchObject({ found: ['libssl3'], fetched: [base.layers[0]!.digest] });
    expect(await room.scan(app)).toMatchObject({ found: ['libssl3', 'lodash'], fetched: [app.layers[1]!.digest] });
    expect(await room.scan(app)).toMatchObject({ found: ['libssl3', 'lodash'], fetched: [] });
    expect(room.failures).toEqual([]);
  });

  test(`${kind} Trivy: the scan tells where the analyses of its layers lie`, async () => {
    const room = await openSeamRoom(kind);
    const { analysis } = await room.scan(app);
    expect(analysis!.blobs.map(({ layer }) => layer)).toEqual(app.layers.map(({ digest }) => digest));
    const names = analysis!.blobs.map(({ layer, key }) => `${layer.slice(7)}/blob-${key.slice(7)}`);
    names.push(`${app.config.digest.slice(7)}/artifact-${analysis!.artifact.slice(7)}`);
    expect([...room.store.objects.keys()].sort()).toEqual(names.sort());
    expect((await room.scan(app)).analysis).toEqual(analysis);
  });

  test(`${kind} Trivy: scans at the same time share what is known, and mix nothing`, async () => {
    const room = await openSeamRoom(kind);
    await room.scan(base);
    const images = [app, base, buildImage({ layers: [{ files: lodash }] }), app];
    const scanned = await Promise.all(images.map((image, index) => room.scan(image, {}, String(index))));
    expect(scanned.map(({ found }) => found)).toEqual([
      ...[['libssl3', 'lodash'], ['libssl3'], ['lodash'], ['libssl3', 'lodash']],
    ]);
    expect(room.failures).toEqual([]);
  });

  test(`${kind} Trivy: a damaged analysis is made again`, async () => {
    const room = await openSeamRoom(kind);
    await room.scan(app);
    const damaged = [...room.store.objects.keys()].find((name) => name.startsWith(app.layers[0]!.digest.slice(7)))!;
    room.store.objects.set(damaged, Buffer.from('{"SchemaVersion":2}'));
    const { found, fetched } = await room.scan(app);
    expect({ found, fetched }).toEqual({ found: ['libssl3', 'lodash'], fetched: [app.layers[0]!.digest] });
    expect((await room.scan(app)).fetched).toEqual([]);
  });

  test(`${kind} Trivy: afresh, every layer is fetched`, async () => {
    const room = await openSeamRoom(kind);
    await room.scan(app);
    expect((await room.scan(app, { afresh: true })).fetched.sort()).toEqual(app.layers.map((one) => one.digest).sort());
  });

  test(`${kind} Trivy: a repeated layer is fetched once and found at all its places`, async () => {
    const room = await openSeamRoom(kind);
    const image = buildImage({ layers: [{ files: lodash }, { files: debian }, { files: lodash }] });
    for (const expected of [2, 0]) {
      const { found, fetched, analysis } = await room.scan(image);
      expect({ found, fetched: new Set(fetched).size }).toEqual({ found: ['libssl3', 'lodash'], fetched: expected });
      expect(analysis!.blobs).toHaveLength(3);
    }
  });

  test(`${kind} Trivy: an image without an operating system is known as that, its layers fetched once in whatever order`, async () => {
    const room = await openSeamRoom(kind, { readsFromTop: true });
    const certificates = { 'etc/ssl/certs/ca-certificates.crt': 'x' };
    const bare = buildImage({ layers: [{ files: certificates }, { files: lodash }] });
    const { notices, fetched } = await room.scan(bare, { afresh: true });
    expect(notices).toEqual(['no_system']);
    expect(fetched.sort()).toEqual(bare.layers.map(({ digest }) => digest).sort());
    // The bottom is known now, and no system: it is fetched to be looked at, and what lies above it not twice.
    const upper = { files: { ...lodash, other: 'x' } };
    const onKnown = buildImage({ layers: [{ files: certificates }, upper] });
    const next = await room.scan(onKnown);
    expect([next.notices, next.fetched.sort()]).toEqual([
      ['no_system'],
      onKnown.layers.map(({ digest }) => digest).sort(),
    ]);
    expect((await room.scan(buildImage({ layers: [{ files: lodash }, { files: debian }] }))).notices).toEqual([]);
  });

  test(`${kind} Trivy: a store that fails costs the analyses, not the scan (F22)`, async () => {
    const broken = (): Promise<never> => Promise.reject(new DrydockError('storage_unavailable', 'no'));
    const room = await openSeamRoom(kind, { store: { read: broken, write: broken } });
    const { found, analysis } = await room.scan(app);
    expect({ found, analysis }).toEqual({ found: ['libssl3', 'lodash'], analysis: undefined });
    expect(room.failures.length).toBeGreaterThan(0);
  });

  test(`${kind} Trivy: what was analysed without a Java database is kept for nobody`, async () => {
    const room = await openSeamRoom(kind, { withoutJavaDatabase: true, wantsJavaDatabase: true });
    const { scan, analysis } = await room.scan(buildImage({ layers: [{ files: namelessJar }] }));
    expect({ jarsUnknown: scan.jarsUnknown, analysis }).toEqual({ jarsUnknown: true, analysis: undefined });
    expect(room.store.objects.size).toBe(0);
  });

  test(`${kind} Trivy: what is known for one list of scanners is not taken for another`, async () => {
    const room = await openSeamRoom(kind);
    const vulnerabilities = await room.scan(app);
    const secrets = await room.scan(app, { scanners: ['vuln', 'secret'] });
    if (kind === 'real') expect(secrets.fetched.length).toBe(2);
    expect(secrets.found).toEqual(vulnerabilities.found);
  });
});

describe.skipIf(!hasRedis)('known layers in a real Redis', () => {
  it('scan: finds what is known in Redis, under the same guard, and does without it when it is gone', async () => {
    const redis = await startRedis();
    const address = readRedisAddress('TRIVY_CACHE_URL', `redis://127.0.0.1:${redis.port}/1`);
    const store = redisAnalysisStore(address, { lifeMs: 60_000, answerMs: 2_000, timer: systemTimer });
    onTestFinished(() => store.close());
    const room = await openSeamRoom('scripted', { store });
    const liar = buildImage({
      layers: [{ files: { other: 'other\n' } }],
      alterConfig: (config) => ({
        ...config,
        rootfs: (JSON.parse(Buffer.from(base.config.bytes).toString()) as ImageConfig).rootfs,
      }),
    });
    expect((await room.scan(liar)).found).toEqual([]);
    expect((await room.scan(base)).found).toEqual(['libssl3']);
    expect(await room.scan(app)).toMatchObject({ found: ['libssl3', 'lodash'], fetched: [app.layers[1]!.digest] });
    await redis.stop();
    expect(await room.scan(app)).toMatchObject({ found: ['libssl3', 'lodash'] });
    expect(room.failures).toContainEqual(expect.objectContaining({ code: 'storage_unavailable' }));
  });
});

describe('a cache that Trivy cannot use', () => {
  it('scan: is done without the cache then', async () => {
    const room = await openSeamRoom('scripted', { cannotUseCache: true });
    const { found, analysis } = await room.scan(app);
    expect({ found, analysis }).toEqual({ found: ['libssl3', 'lodash'], analysis: undefined });
  });

  it('scan: by a Trivy that asks in another order stands, and nothing of it is kept', async () => {
    const room = await openSeamRoom('scripted', { asksInOtherOrder: true });
    expect((await room.scan(app)).found).toEqual(['libssl3', 'lodash']);
    expect(room.store.objects.size).toBe(0);
  });
});
