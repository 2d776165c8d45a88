import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import { buildImage } from '../../sample/images/build-image.ts';
import { buildIndex } from '../../sample/images/build-index.ts';
import { pushImage } from '../images/push-image.ts';
import { hasDistribution, startDistribution } from './distribution.ts';
import { localClient } from './local-client.ts';
import { type ScriptedRegistry, scriptedRegistry } from './scripted-registry.ts';

const image = buildImage({ layers: [{ files: { a: 'a' } }] });
const other = buildImage({ layers: [{ files: { b: 'b' } }] });
const index = buildIndex({ images: [image] });

describe('a tag that is followed', () => {
  const client = localClient();
  let registry: ScriptedRegistry;
  beforeEach(async () => {
    registry = await scriptedRegistry();
    registry.add('app', '1', image);
  });
  afterEach(() => registry.close());
  const ask = (known?: { digest: string; etag?: string }) =>
    client.resolveChanged(parseReference(`${registry.host}/app:1`), known);
  const paths = () => registry.requests.map(({ path }) => path);

  it('tag: one that is not known is resolved, without a condition', async () => {
    expect(await ask()).toMatchObject({ digest: image.manifest.digest });
    expect(registry.requests[0]?.headers['if-none-match']).toBeUndefined();
  });

  it('tag: one that a registry says did not change costs one request, with its mark or the digest as condition', async () => {
    registry.script((request, response) => {
      if (request.headers['if-none-match'] === undefined) return false;
      response.writeHead(304).end();
      return true;
    });
    expect(await ask({ digest: image.manifest.digest })).toBeUndefined();
    expect(await ask({ digest: image.manifest.digest, etag: 'W/"mark"' })).toBeUndefined();
    expect(registry.requests.map(({ headers }) => headers['if-none-match'])).toEqual([
      `"${image.manifest.digest}"`,
      'W/"mark"',
    ]);
  });

  it('tag: one of a registry that knows no conditions is seen to be the same by what it sends', async () => {
    expect(await ask({ digest: image.manifest.digest })).toBeUndefined();
    expect(paths()).toEqual(['/v2/app/manifests/1']);
  });

  it('tag: one that moved is resolved, with the mark of the registry where it gives one that can be kept', async () => {
    registry.add('app', '1', index);
    registry.script((request, response) => {
      if (request.url === '/v2/app/manifests/1') response.setHeader('etag', '"mark"');
      return false;
    });
    expect(await ask({ digest: other.manifest.digest })).toMatchObject({
      ...{ digest: image.manifest.digest, indexDigest: index.index.digest, etag: '"mark"' },
    });
    registry.script((_request, response) => {
      response.setHeader('etag', 'no quotes');
      return false;
    });
    expect(await ask({ digest: other.manifest.digest })).not.toHaveProperty('etag');
  });

  it('tag: a registry that says so without having been asked for it is none', async () => {
    registry.script((_request, response) => {
      response.writeHead(304).end();
      return true;
    });
    await expect(ask()).rejects.toEqual(expect.objectContaining({ code: 'registry_unavailable' }));
  });
});

describe.skipIf(!hasDistribution)('a tag in the registry of the distribution project', () => {
  it('tag: it says that a tag is the same, and where it moved to', async () => {
    const registry = await startDistribution();
    const client = localClient();
    try {
      await pushImage(registry.url, 'team/app', '1', index);
      const ask = (known: { digest: string; etag?: string }) =>
        client.resolveChanged(parseReference(`${registry.host}/team/app:1`), known);
      const first = await ask({ digest: image.manifest.digest });
      const { digest = '', indexDigest = '', etag = '' } = first ?? {};
      expect([digest, indexDigest, etag]).toEqual([
        ...[image.manifest.digest, index.index.digest, `"${index.index.digest}"`],
      ]);
      const asked = await fetch(`${registry.url}/v2/team/app/manifests/1`, {
        headers: { 'if-none-match': etag, accept: index.index.mediaType },
      });
      expect(asked.status).toBe(304);
      expect(await ask({ digest: indexDigest, etag })).toBeUndefined();
      await pushImage(registry.url, 'team/app', '1', other);
      expect(await ask({ digest: indexDigest, etag })).toMatchObject({ digest: other.manifest.digest });
    } finally {
      client.close();
      await registry.stop();
    }
  });
});
