import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import { pullThrough } from '../../functions/registry/transfers/pull-through.ts';
import type { LoopbackListener } from '../../sample/listen-on-loopback.ts';
import { serveImages } from '../../sample/serve-images.ts';
import { localClient } from '../registry/local-client.ts';
import { badImages } from './bad-images.ts';
import { corpus } from './corpus.ts';

const entries = Object.entries(badImages);

describe('images that have to be refused', () => {
  const client = localClient();
  let registry: LoopbackListener;
  beforeAll(async () => {
    registry = await serveImages({
      ...corpus,
      ...Object.fromEntries(entries.map(([name, { image }]) => [name, image])),
    });
  });
  afterAll(async () => {
    client.close();
    await registry.close();
  });

  /** Resolves an image and fetches its layers, as a scanner would. */
  const pull = async (name: string): Promise<number> => {
    const resolved = await client.resolve(parseReference(`${registry.host}/${name}`));
    const through = await pullThrough({ client }, resolved);
    try {
      const [host, rest] = through.reference.split(/\/(.*)@/) as [string, string];
      for (const { digest } of resolved.layers) {
        const answer = await fetch(`http://${host}/v2/${rest}/blobs/${digest}`);
        // A transfer that is cut off is what `complete` is asked about.
        await answer.arrayBuffer().catch(() => undefined);
      }
      await through.complete();
      return resolved.layers.length;
    } finally {
      await through.close();
    }
  };

  it.each(entries)('bad image: %s is refused', async (name, { code }) => {
    await expect(pull(name)).rejects.toMatchObject({ code });
  });

  it.each(Object.keys(corpus))('sample registry: %s comes whole', async (name) => {
    expect(await pull(name)).toBeGreaterThan(0);
  });
});
