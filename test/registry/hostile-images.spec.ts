import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import { defaultRegistryLimits } from '../../functions/registry/limits.ts';
import { buildImage } from '../../sample/images/build-image.ts';
import { hostileImages, layers, ociManifest } from './hostile-images.ts';
import { localClient } from './local-client.ts';
import { type ScriptedRegistry, scriptedRegistry } from './scripted-registry.ts';

describe('hostile images', () => {
  const client = localClient();
  let registry: ScriptedRegistry;
  beforeAll(async () => {
    registry = await scriptedRegistry();
  });
  afterAll(() => {
    client.close();
    return registry.close();
  });

  it.each(hostileImages)('hostile images: %s is refused as %s', async (_, code, image) => {
    registry.add('hostile', '1', image);
    await expect(client.resolve(parseReference(`${registry.host}/hostile:1`))).rejects.toMatchObject({ code });
  });

  it('hostile images: layers repeated with their diff ids are no contradiction', async () => {
    const image = buildImage({ layers: [layers[0]!, layers[0]!] });
    registry.add('repeated', '1', image);
    const resolved = await client.resolve(parseReference(`${registry.host}/repeated:1`));
    expect(new Set(resolved.diffIds).size).toBe(1);
  });

  it('hostile images: a manifest that is not the one of its digest is refused (F13)', async () => {
    const image = buildImage({ layers });
    const digest = `sha256:${'0'.repeat(64)}`;
    registry.add('swapped', digest, image);
    registry.script((request, response) => {
      if (request.url !== `/v2/swapped/manifests/${digest}`) return false;
      response.writeHead(200, { 'content-type': ociManifest }).end(image.manifest.bytes);
      return true;
    });
    await expect(client.resolve(parseReference(`${registry.host}/swapped@${digest}`))).rejects.toMatchObject({
      code: 'broken_image',
    });
  });

  it('hostile images: a manifest that the registry announces under another digest is refused', async () => {
    registry.script((_, response) => {
      response.writeHead(200, { 'content-type': ociManifest, 'docker-content-digest': `sha256:${'0'.repeat(64)}` });
      response.end(buildImage({ layers }).manifest.bytes);
      return true;
    });
    await expect(client.resolve(parseReference(`${registry.host}/announced:1`))).rejects.toMatchObject({
      code: 'broken_image',
    });
  });

  it('hostile images: a manifest without end is given up at its limit', async () => {
    let sent = 0;
    registry.script((_, response) => {
      response.writeHead(200, { 'content-type': ociManifest });
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 32))) sent += 65_536;
      };
      response.on('drain', more);
      more();
      return true;
    });
    await expect(client.resolve(parseReference(`${registry.host}/endless:1`))).rejects.toMatchObject({
      code: 'image_too_large',
    });
    expect(sent).toBeLessThan(3 * defaultRegistryLimits.manifestBytes);
  });
});
