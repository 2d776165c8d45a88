import { buffer } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import type { BlobOptions, Descriptor } from '../../functions/registry/ports.ts';
import { blob, describeBlob } from '../../sample/images/build-image.ts';
import { handTiming } from './hand-timing.ts';
import { localClient } from './local-client.ts';
import { type Script, type ScriptedRegistry, scriptedRegistry } from './scripted-registry.ts';

const bytes = Buffer.from(Array.from({ length: 400_000 }, (_, index) => (index * index) % 251));
const layer = blob('application/vnd.oci.image.layer.v1.tar', bytes);
const descriptor: Descriptor = describeBlob(layer);

describe('blob transfer', () => {
  let registry: ScriptedRegistry;
  let timing = handTiming();
  let client = localClient();
  beforeEach(async () => {
    registry = await scriptedRegistry();
    registry.addBlob(layer);
    timing = handTiming();
    client = localClient({ timing });
  });
  afterEach(() => {
    client.close();
    return registry.close();
  });
  const open = (wanted = descriptor, options: BlobOptions = {}) =>
    client.openBlob({ reference: parseReference(`${registry.host}/app:1`) }, wanted, options);
  const ranges = () => registry.requests.map(({ headers }) => headers.range);

  /** Breaks the first `times` answers off after `length` more bytes each; `resumes` says whether Range is understood. */
  const breaking = (times: number, length: number, resumes: boolean): Script => {
    let left = times;
    return ({ headers }, response) => {
      if (left === 0 && resumes) return false;
      const start = resumes ? Number(/[0-9]+/.exec(headers.range ?? '0')![0]) : 0;
      const cut = left === 0 ? bytes.length : start + length;
      response.writeHead(start > 0 ? 206 : 200, {
        'content-length': bytes.length - start,
        ...(start > 0 && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
      });
      response.write(bytes.subarray(start, cut), () => left-- > 0 && response.destroy());
      return true;
    };
  };

  it('blob transfer: gives the bytes and tells of them as they come', async () => {
    let told = 0;
    const received = await buffer(open(descriptor, { onBytes: (count) => (told += count) }));
    expect(received.equals(bytes)).toBe(true);
    expect(told).toBe(bytes.length);
  });

  it('blob transfer: an empty blob is one too', async () => {
    const empty = blob('text/plain', new Uint8Array());
    registry.addBlob(empty);
    expect(await buffer(open(describeBlob(empty)))).toHaveLength(0);
  });

  it('blob transfer: a connection that breaks is taken up where it ended (F10)', async () => {
    registry.script(breaking(2, 100_000, true));
    expect((await buffer(open())).equals(bytes)).toBe(true);
    expect(ranges()).toEqual([
      undefined,
      expect.stringMatching(/^bytes=[1-9][0-9]*-$/),
      expect.stringMatching(/^bytes=[1-9][0-9]*-$/),
    ]);
  });

  it('blob transfer: a server that does not resume begins again, and no byte comes twice', async () => {
    registry.script(breaking(2, 100_000, false));
    expect((await buffer(open())).equals(bytes)).toBe(true);
  });

  it('blob transfer: after three tries it is given up, with waits that double and are cut at random', async () => {
    registry.script(breaking(3, 1_000, true));
    await expect(buffer(open())).rejects.toMatchObject({ code: 'registry_unavailable' });
    expect(registry.requests).toHaveLength(3);
    expect(timing.waits).toEqual([125, 250]);
  });

  it.each([
    ['other content of the same length', Buffer.from(bytes).fill(1, 399_999)],
    ['a byte more', Buffer.concat([bytes, Buffer.from('x')])],
    ['a byte less', bytes.subarray(1)],
    ['nothing', Buffer.alloc(0)],
  ])('blob transfer: %s is refused before the last bytes are handed on (F13)', async (_, content) => {
    registry.addBlob({ ...layer, bytes: content });
    let handed = 0;
    const reading = async (): Promise<void> => {
      for await (const chunk of open()) handed += chunk.length;
    };
    await expect(reading()).rejects.toMatchObject({ code: 'broken_image' });
    expect(handed).toBeLessThan(bytes.length);
    expect(registry.requests).toHaveLength(1);
  });

  it('blob transfer: a resumed part from another place is not put together', async () => {
    const honest = breaking(1, 100_000, true);
    registry.script((request, response) => {
      if (request.headers.range === undefined) return honest(request, response);
      response.writeHead(206, { 'content-range': `bytes 300000-399999/400000` }).end(bytes.subarray(300_000));
      return true;
    });
    await expect(buffer(open())).rejects.toMatchObject({ code: 'registry_unavailable' });
  });

  it('blob transfer: a blob the registry lacks is a fault of the image', async () => {
    const absent = { ...descriptor, digest: `sha256:${'0'.repeat(64)}` };
    await expect(buffer(open(absent))).rejects.toMatchObject({ code: 'broken_image' });
  });

  it('blob transfer: a layer over the limit is not asked for', async () => {
    await expect(buffer(open({ ...descriptor, size: 3 * 2 ** 30 }))).rejects.toMatchObject({ code: 'image_too_large' });
    expect(registry.requests).toEqual([]);
  });

  const trickling: Script = (_, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 10));
    return true;
  };
  /** Lets time go on in steps until the promise is settled. */
  const passing = async (step: number, promise: Promise<unknown>): Promise<void> => {
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    promise.then(over, over);
    while (!isOver) {
      await turn();
      if (registry.requests.length > 0) timing.advance(step);
    }
  };

  it('blob transfer: a server that hardly sends anything is given up (F11)', async () => {
    registry.script(trickling);
    const received = buffer(open());
    await passing(1_000, received);
    await expect(received).rejects.toMatchObject({
      code: 'registry_unavailable',
      message: expect.stringContaining('slowly'),
    });
  });

  it('blob transfer: a server that sends just fast enough for ever is given up too', async () => {
    registry.script((_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 200_000));
      return true;
    });
    client = localClient({ timing, limits: { bytesPerSecond: 0, blobMs: 60_000 } });
    const received = buffer(open());
    await passing(1_000, received);
    await expect(received).rejects.toMatchObject({
      code: 'registry_unavailable',
      message: expect.stringContaining('60 s'),
    });
  });

  it('blob transfer: whoever aborts it is told so, and nothing is tried again', async () => {
    registry.script(trickling);
    const stop = new AbortController();
    const received = buffer(open(descriptor, { signal: stop.signal, onBytes: () => stop.abort(new Error('enough')) }));
    await expect(received).rejects.toThrow('enough');
    expect(registry.requests).toHaveLength(1);
  });
});
