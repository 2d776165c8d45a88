import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import { transferTurns } from '../../functions/registry/transfers/transfer-turns.ts';
import { buildImage } from '../../sample/images/build-image.ts';
import { handTiming } from './hand-timing.ts';
import { localClient, refusalFrom } from './local-client.ts';
import { type ScriptedRegistry, scriptedRegistry } from './scripted-registry.ts';

const image = buildImage({ layers: ['a', 'b', 'c', 'd'].map((name) => ({ files: { [name]: name } })) });

describe('politeness', () => {
  let registry: ScriptedRegistry;
  beforeEach(async () => {
    registry = await scriptedRegistry();
    registry.add('app', '1', image);
  });
  afterEach(() => registry.close());
  const reference = () => parseReference(`${registry.host}/app:1`);

  it('politeness: after a burst a host is asked no more often than so many times a second (F8)', async () => {
    const timing = handTiming();
    const client = localClient({ timing, limits: { requestBurst: 3, requestsPerSecond: 2 } });
    // A manifest and a config for each repository.
    for (const name of ['b', 'c']) registry.add(name, '1', image);
    for (const name of ['app', 'b', 'c']) await client.resolve(parseReference(`${registry.host}/${name}:1`));
    expect(timing.waits).toEqual([500, 1_000, 1_500]);
    // Five tokens come back; three of them are owed to those who waited.
    timing.advance(2_500);
    await client.resolve(reference());
    expect(timing.waits).toEqual([500, 1_000, 1_500]);
    client.close();
  });

  it('politeness: each host has a bucket of its own', async () => {
    const other = await scriptedRegistry();
    other.add('app', '1', image);
    const timing = handTiming();
    const client = localClient({ timing, limits: { requestBurst: 2, requestsPerSecond: 1 } });
    await client.resolve(reference());
    await client.resolve(parseReference(`${other.host}/app:1`));
    expect(timing.waits).toEqual([]);
    client.close();
    await other.close();
  });

  it('politeness: who is called off while it waits for its turn makes no request', async () => {
    const client = localClient({
      timing: handTiming({ short: 0 }),
      limits: { requestBurst: 2, requestsPerSecond: 0.1 },
    });
    await client.resolve(reference());
    const abort = new AbortController();
    const late = refusalFrom(client.resolve(reference(), { signal: abort.signal }));
    abort.abort(new Error('called off'));
    expect(await late).toMatchObject({ message: 'called off' });
    expect(registry.requests).toHaveLength(2);
    client.close();
  });

  it('politeness: of one registry so many layers are fetched at once, the others in turn', async () => {
    const turns = transferTurns(2);
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    const ended: string[] = [];
    const fetched = (registry: string, name: string) =>
      turns.inTurn(registry, undefined, async () => {
        begun.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
        ended.push(name);
      });
    const all = ['a', 'b', 'c', 'd'].map((name) => fetched('busy', name));
    const other = fetched('other', 'x');
    await setImmediate();
    expect(begun).toEqual(['a', 'b', 'x']);
    ends.get('b')!();
    await all[1];
    await setImmediate();
    expect(begun).toEqual(['a', 'b', 'x', 'c']);
    for (const name of ['a', 'c', 'x']) ends.get(name)!();
    await all[2];
    await setImmediate();
    ends.get('d')!();
    await Promise.all([...all, other]);
    expect(ended.toSorted()).toEqual(['a', 'b', 'c', 'd', 'x']);
  });

  it('politeness: a transfer that is called off in the queue takes no turn, and one that fails gives its own on', async () => {
    const client = localClient({ limits: { transfers: 1, attempts: 1 } });
    const resolved = await client.resolve(reference());
    const [first, second, third] = resolved.layers;
    const abort = new AbortController();
    let refuse: (() => void) | undefined;
    registry.script((request, response) => {
      if (!request.url?.endsWith(first!.digest)) return false;
      refuse = () => void response.writeHead(500).end();
      abort.abort(new Error('called off'));
      return true;
    });
    const failing = refusalFrom(buffer(client.openBlob(resolved, first!)));
    const leaving = refusalFrom(buffer(client.openBlob(resolved, second!, { signal: abort.signal })));
    const staying = buffer(client.openBlob(resolved, third!));
    expect(await leaving).toMatchObject({ message: 'called off' });
    refuse!();
    expect(await failing).toMatchObject({ code: 'registry_unavailable' });
    expect(await staying).toHaveLength(third!.size);
    expect(registry.requests.map(({ path }) => path)).not.toContain(`/v2/app/blobs/${second!.digest}`);
    client.close();
  });

  it('politeness: a rate limit met by a layer leaves the registry alone until its time (F8)', async () => {
    const timing = handTiming();
    const client = localClient({ timing });
    const resolved = await client.resolve(reference());
    registry.script((_, response) => {
      response.writeHead(429, { 'retry-after': '120' }).end();
      return true;
    });
    const limited = { code: 'registry_rate_limited', retryAfter: 120 };
    expect(await refusalFrom(buffer(client.openBlob(resolved, resolved.layers[0]!)))).toMatchObject(limited);
    const asked = registry.requests.length;
    expect(await refusalFrom(client.resolve(reference()))).toMatchObject(limited);
    expect(registry.requests).toHaveLength(asked);
    timing.advance(120_000);
    registry.script(() => false);
    await client.resolve(reference());
    client.close();
  });
});
