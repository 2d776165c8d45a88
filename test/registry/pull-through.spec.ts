import { get } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import type { RegistryLimits } from '../../functions/registry/limits.ts';
import {
  type PullThrough,
  type PullThroughOptions,
  pullThrough,
} from '../../functions/registry/transfers/pull-through.ts';
import { type BuiltImage, buildImage, sha256 } from '../../sample/images/build-image.ts';
import { localClient } from './local-client.ts';
import { type Script, type ScriptedRegistry, scriptedRegistry } from './scripted-registry.ts';

const noise = Buffer.from(Array.from({ length: 500_000 }, (_, index) => (index * index * 7) % 253));
const image = buildImage({
  layers: [
    { files: { noise }, compression: 'none' },
    { files: { a: 'a' } },
    { files: { b: 'b' }, compression: 'zstd' },
    { files: { a: 'a' } },
  ],
});

describe('pull-through', () => {
  const client = localClient();
  let registry: ScriptedRegistry;
  let served: PullThrough | undefined;
  beforeEach(async () => {
    registry = await scriptedRegistry();
  });
  afterEach(async () => {
    await served?.close();
    served = undefined;
    await registry.close();
  });

  const serve = async (
    built: BuiltImage = image,
    options: PullThroughOptions = {},
    limits: Partial<RegistryLimits> = {},
  ) => {
    registry.add('app', '1', built);
    const resolved = await client.resolve(parseReference(`${registry.host}/app:1`));
    registry.requests.length = 0;
    served = await pullThrough({ client, limits }, resolved, options);
    const [, host, name] = /^(127\.0\.0\.1:[0-9]+)\/([0-9a-f]{32})@sha256:[0-9a-f]{64}$/.exec(served.reference)!;
    return { served, base: `http://${host}/v2/`, root: `http://${host}/v2/${name}` };
  };
  const blobUrl = (root: string, position: number, built = image) => `${root}/blobs/${built.layers[position]!.digest}`;
  const read = async (url: string) => {
    const answer = await fetch(url);
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  /** Sends other bytes for one layer of the image. */
  const falsify =
    (position: number, bytes: Uint8Array): Script =>
    ({ url = '' }, response) => {
      if (!url.endsWith(`/blobs/${image.layers[position]!.digest}`)) return false;
      response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
      return true;
    };

  it('pull-through: serves the image under a name nobody can guess, and nothing else', async () => {
    const { served, base, root } = await serve();
    expect((await read(base)).status).toBe(200);
    expect((await read(`${root}/manifests/${image.manifest.digest}`)).bytes.equals(image.manifest.bytes)).toBe(true);
    expect((await read(`${root}/blobs/${image.config.digest}`)).bytes.equals(image.config.bytes)).toBe(true);
    const layers = await Promise.all(image.layers.map((_, position) => read(blobUrl(root, position))));
    expect(layers.map(({ bytes }) => sha256(bytes))).toEqual(image.layers.map(({ digest }) => digest));
    for (const path of [
      '/',
      '/v2/app/manifests/1',
      `/v2/app/blobs/${image.config.digest}`,
      '/v2/_catalog',
      '/../etc/passwd',
    ]) {
      expect((await read(new URL(path, base).href)).status).toBe(404);
    }
    for (const path of [`/manifests/1`, `/blobs/sha256:${'0'.repeat(64)}`, '/tags/list']) {
      expect((await read(root + path)).status).toBe(404);
    }
    expect((await fetch(`${base}`, { method: 'DELETE' })).status).toBe(405);
    await served.complete();
    // The config was fetched and checked before.
    expect(registry.requests.filter(({ path }) => path.includes(image.config.digest))).toEqual([]);
  });

  it('pull-through: progress counts each layer once', async () => {
    const seen: number[] = [];
    const { served, root } = await serve(image, { onProgress: ({ done }) => seen.push(done) });
    const sizes = new Map(image.layers.map(({ digest, bytes }) => [digest, bytes.length]));
    const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const position of [0, 1, 2, 3, 1]) await read(blobUrl(root, position));
    expect(served.progress()).toEqual({ done: total, total });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('pull-through: other content under the right digest cuts the connection and makes the scan count for nothing', async () => {
    const { served, root } = await serve();
    registry.script(falsify(0, Buffer.from(image.layers[0]!.bytes).fill(1, 500_000)));
    await expect(read(blobUrl(root, 0))).rejects.toThrow();
    await expect(served.complete()).rejects.toMatchObject({ code: 'broken_image' });
  });

  it('pull-through: false content is noticed though the reader had enough before its end', async () => {
    const { served, root } = await serve();
    registry.script(falsify(0, Buffer.from(image.layers[0]!.bytes).fill(1, 500_000)));
    await new Promise<void>((resolve) => {
      get(blobUrl(root, 0), (answer) => {
        answer.once('data', () => {
          answer.destroy();
          resolve();
        });
      });
    });
    await expect(served.complete()).rejects.toMatchObject({ code: 'broken_image' });
  });

  it('pull-through: right content is complete though the reader left early', async () => {
    const { served, root } = await serve();
    await new Promise<void>((resolve) => {
      get(blobUrl(root, 0), (answer) => {
        answer.destroy();
        resolve();
      });
    });
    await served.complete();
    expect(served.progress().done).toBe(image.layers[0]!.bytes.length);
  });

  it('pull-through: content that was served and then fell through is not made good by a second try', async () => {
    const { served, root } = await serve();
    registry.script(falsify(0, Buffer.from(image.layers[0]!.bytes).fill(1, 500_000)));
    await read(blobUrl(root, 0)).catch(() => undefined);
    registry.script(() => false);
    await read(blobUrl(root, 0));
    await expect(served.complete()).rejects.toMatchObject({ code: 'broken_image' });
  });

  it('pull-through: a failure before the first byte is made good by a second try', async () => {
    const { served, root } = await serve();
    registry.script((_, response) => {
      response.writeHead(429).end();
      return true;
    });
    const refused = await read(blobUrl(root, 1));
    expect([refused.status, JSON.parse(refused.bytes.toString()).errors[0].code]).toEqual([
      403,
      'registry_rate_limited',
    ]);
    await expect(served.complete()).rejects.toMatchObject({ code: 'registry_rate_limited', retryAfter: 60 });
    registry.script(() => false);
    await read(blobUrl(root, 1));
    await served.complete();
  });

  it('pull-through: a small layer of false content gives the reader not one byte', async () => {
    const { served, root } = await serve();
    registry.script(falsify(1, Buffer.alloc(image.layers[1]!.bytes.length)));
    expect((await read(blobUrl(root, 1))).status).toBe(403);
    await expect(served.complete()).rejects.toMatchObject({ code: 'broken_image' });
  });

  it('pull-through: what is under way when it is closed is not complete', async () => {
    const { served, root } = await serve();
    registry.script((_, response) => {
      response.writeHead(200, { 'content-length': image.layers[0]!.bytes.length }).write(Buffer.alloc(100_000));
      return true;
    });
    const reading = read(blobUrl(root, 0)).catch(() => 'cut');
    while (served.progress().done === 0) await new Promise(setImmediate);
    const completing = served.complete();
    completing.catch(() => undefined);
    await served.close();
    expect(await reading).toBe('cut');
    await expect(completing).rejects.toMatchObject({ code: 'registry_unavailable' });
  });

  it('pull-through: an abort ends transfers with its reason', async () => {
    const stop = new AbortController();
    const { served, root } = await serve(image, { signal: stop.signal });
    stop.abort(new Error('deadline'));
    expect((await read(blobUrl(root, 0))).status).toBe(403);
    await expect(served.complete()).rejects.toMatchObject({ cause: expect.objectContaining({ message: 'deadline' }) });
  });

  const zeros = Buffer.alloc(8 * 2 ** 20);
  it.each([
    ['gzip', gzipSync(zeros)],
    ['zstd', zstdCompressSync(zeros)],
    ['zstd in the second frame', Buffer.concat([zstdCompressSync(Buffer.from('x')), zstdCompressSync(zeros)])],
  ])('pull-through: a bomb of %s is stopped by its ratio (F12, S9)', async (_, bytes) => {
    const bomb = buildImage({ layers: [{ bytes }] });
    const { served, root } = await serve(bomb, {}, { ratio: 500, ratioFreeBytes: 2 ** 20 });
    await read(blobUrl(root, 0, bomb)).catch(() => undefined);
    await expect(served.complete()).rejects.toMatchObject({ code: 'image_too_large' });
  });

  it('pull-through: layers that unpack to too much together are stopped', async () => {
    const layers = [1, 2, 3].map((byte) => ({ bytes: gzipSync(Buffer.alloc(2 ** 20, byte)) }));
    const large = buildImage({ layers });
    const { served, root } = await serve(large, {}, { unpackedBytes: 2.5 * 2 ** 20 });
    for (const position of [0, 1]) await read(blobUrl(root, position, large));
    await served.complete();
    await read(blobUrl(root, 2, large)).catch(() => undefined);
    await expect(served.complete()).rejects.toMatchObject({ code: 'image_too_large' });
  });

  it('pull-through: five layers at once go through', async () => {
    const many = buildImage({
      layers: [0, 1, 2, 3, 4].map((seed) => ({ files: { seed: Buffer.concat([noise, Buffer.from([seed])]) } })),
    });
    const { served, root } = await serve(many);
    const answers = await Promise.all(
      many.layers.map((_, position) => fetch(blobUrl(root, position, many)).then(({ body }) => buffer(body!))),
    );
    expect(answers.map((bytes) => sha256(bytes))).toEqual(many.layers.map(({ digest }) => digest));
    await served.complete();
  });
});
