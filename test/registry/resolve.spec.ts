import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePlatform } from '../../functions/image/platform.ts';
import { parseReference } from '../../functions/image/reference.ts';
import type { ResolvedImage } from '../../functions/registry/ports.ts';
import { buildImage } from '../../sample/images/build-image.ts';
import { buildIndex } from '../../sample/images/build-index.ts';
import { localClient } from './local-client.ts';
import { type ScriptedRegistry, scriptedRegistry } from './scripted-registry.ts';

const file = (name: string) => ({ files: { [name]: name } });
const forPlatform = (text: string) => buildImage({ platform: parsePlatform(text), layers: [file(text)] });

describe('resolving', () => {
  const client = localClient();
  let registry: ScriptedRegistry;
  const resolve = (name: string, platform?: string): Promise<ResolvedImage> =>
    client.resolve(parseReference(`${registry.host}/${name}`), platform ? { platform: parsePlatform(platform) } : {});
  beforeAll(async () => {
    registry = await scriptedRegistry();
  });
  afterAll(() => {
    client.close();
    return registry.close();
  });

  it('resolving: an image gives its digest, config and layers with their diff ids, bottom to top', async () => {
    const image = buildImage({
      layers: [
        { ...file('a'), compression: 'gzip' },
        { ...file('b'), compression: 'zstd' },
        { ...file('c'), compression: 'none' },
      ],
    });
    registry.add('app', '1', image);
    const resolved = await resolve('app:1');
    expect(resolved).toMatchObject({
      digest: image.manifest.digest,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      platform: { os: 'linux', architecture: 'amd64' },
      config: { digest: image.config.digest, size: image.config.bytes.length },
      layers: image.layers.map(({ mediaType, digest, bytes }) => ({ mediaType, digest, size: bytes.length })),
    });
    expect(Buffer.from(resolved.manifest).equals(image.manifest.bytes)).toBe(true);
    expect(resolved.diffIds).toHaveLength(3);
    expect(resolved.diffIds[2]).toBe(image.layers[2]!.digest);
    expect(resolved).not.toHaveProperty('indexDigest');
  });

  it('resolving: a Docker schema 2 image, nondistributable layers that are there and no layers at all are images', async () => {
    const foreign = 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip';
    const images = [
      buildImage({ format: 'docker', layers: [file('a')] }),
      buildImage({ layers: [{ ...file('a'), mediaType: foreign }] }),
      buildImage({ layers: [] }),
    ];
    for (const [position, image] of images.entries()) {
      registry.add('kinds', `${position}`, image);
      expect((await resolve(`kinds:${position}`)).digest).toBe(image.manifest.digest);
    }
  });

  it('resolving: an index gives the child of the platform, past attestations', async () => {
    const images = ['linux/arm64', 'linux/amd64', 'linux/arm/v7', 'linux/arm/v6'].map(forPlatform);
    for (const docker of [false, true]) {
      const index = buildIndex({ images, attestations: true, docker });
      registry.add('multi', 'latest', index);
      expect(await resolve('multi')).toMatchObject({
        digest: images[1]!.manifest.digest,
        indexDigest: index.index.digest,
      });
      expect((await resolve('multi', 'linux/arm64/v8')).digest).toBe(images[0]!.manifest.digest);
      expect((await resolve('multi', 'linux/arm')).digest).toBe(images[2]!.manifest.digest);
      expect((await resolve('multi', 'linux/arm/v6')).digest).toBe(images[3]!.manifest.digest);
    }
  });

  it('resolving: what the index has instead is named', async () => {
    registry.add(
      'named',
      '1',
      buildIndex({ images: [forPlatform('linux/arm64'), forPlatform('linux/arm/v7')], attestations: true }),
    );
    await expect(resolve('named:1', 'linux/s390x')).rejects.toMatchObject({
      code: 'platform_not_found',
      message: 'the image is not built for linux/s390x: there is linux/arm/v7, linux/arm64',
    });
  });

  it('resolving: a single image of another architecture is refused, whatever the index calls it', async () => {
    const arm = forPlatform('linux/arm64');
    registry.add('arm', '1', arm);
    registry.add('arm', '2', buildIndex({ images: [{ ...arm, platform: { os: 'linux', architecture: 'amd64' } }] }));
    for (const tag of ['1', '2']) {
      await expect(resolve(`arm:${tag}`)).rejects.toMatchObject({
        code: 'platform_not_found',
        message: expect.stringContaining('there is linux/arm64'),
      });
    }
    expect((await resolve('arm:1', 'linux/arm64')).digest).toBe(arm.manifest.digest);
    expect((await resolve('arm:1', 'linux/arm64/v8')).platform).toEqual({ os: 'linux', architecture: 'arm64' });
  });

  it('resolving: an entry without a platform is taken for linux/amd64, and its config is asked', async () => {
    const bare = (image: ReturnType<typeof buildImage>) =>
      buildIndex({
        images: [image],
        alterIndex: (index) =>
          JSON.parse(
            JSON.stringify({
              ...index,
              manifests: index.manifests.map((entry) => ({ ...entry, platform: undefined })),
            }),
          ),
      });
    const image = forPlatform('linux/amd64');
    registry.add('bare', '1', bare(image));
    registry.add('bare', '2', bare(forPlatform('linux/s390x')));
    expect((await resolve('bare:1')).digest).toBe(image.manifest.digest);
    await expect(resolve('bare:2')).rejects.toMatchObject({ code: 'platform_not_found' });
  });

  it('resolving: an index in an index is opened, one in that is not', async () => {
    const image = forPlatform('linux/amd64');
    const inner = buildIndex({ images: [image] });
    const outer = buildIndex({ indexes: [inner] });
    registry.add('nested', '1', outer);
    registry.add('nested', '2', buildIndex({ indexes: [outer] }));
    expect((await resolve('nested:1')).digest).toBe(image.manifest.digest);
    await expect(resolve('nested:2')).rejects.toMatchObject({
      code: 'broken_image',
      message: expect.stringContaining('2 deep'),
    });
  });

  it('resolving: an index of a hundred indexes is not searched through', async () => {
    const many = Array.from({ length: 100 }, (_, number) =>
      buildIndex({ images: [forPlatform(`linux/arch${number}`)] }),
    );
    registry.add('many', '1', buildIndex({ indexes: many }));
    const before = registry.requests.length;
    await expect(resolve('many:1')).rejects.toMatchObject({ code: 'platform_not_found' });
    expect(registry.requests.length - before).toBeLessThan(10);
  });

  it('resolving: a tag is asked for once and everything after by digest, so that a moved tag changes nothing (F14)', async () => {
    const image = forPlatform('linux/amd64');
    const index = buildIndex({ images: [image] });
    registry.add('moving', '1', index);
    const before = registry.requests.length;
    const resolved = await resolve('moving:1');
    registry.add('moving', '1', forPlatform('linux/arm64'));
    const asked = registry.requests.slice(before).map(({ path }) => path);
    expect(asked).toEqual([
      '/v2/moving/manifests/1',
      `/v2/moving/manifests/${image.manifest.digest}`,
      `/v2/moving/blobs/${image.config.digest}`,
    ]);
    expect((await resolve(`moving:1@${index.index.digest}`)).digest).toBe(resolved.digest);
    expect((await resolve(`moving@${resolved.digest}`)).digest).toBe(resolved.digest);
  });

  it('resolving: what a tag still names is not fetched again, but by who was given it', async () => {
    const image = forPlatform('linux/amd64');
    registry.add('again', '1', buildIndex({ images: [image] }));
    registry.add('elsewhere', '1', image);
    const first = await resolve('again:1');
    const before = registry.requests.length;
    expect(await resolve('again:1')).toEqual(first);
    expect(registry.requests.slice(before).map(({ path }) => path)).toEqual(['/v2/again/manifests/1']);
    const credentials = { token: 'other' };
    await client.resolve(parseReference(`${registry.host}/again:1`), { credentials });
    await resolve('elsewhere:1');
    expect(registry.requests.length - before).toBe(1 + 3 + 2);
  });
});
