import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisStore } from '../../functions/scans/image/analysis-store.ts';
import { fileAnalysisStore } from '../../functions/storage/objects/file-analysis-store.ts';
import { s3AnalysisStore } from '../../functions/storage/objects/s3-analysis-store.ts';
import { sweepAnalyses } from '../../functions/storage/objects/sweep-analyses.ts';
import { memoryAnalysisStore } from '../trivy/cache/memory-analysis-store.ts';
import { bucketStandIn } from './bucket-stand-in.ts';

const directory = mkdtempSync(join(tmpdir(), 'drydock-analyses-'));
let bucket: Awaited<ReturnType<typeof bucketStandIn>>;
const stores = new Map<string, AnalysisStore>();
const hex = (digit: string): string => digit.repeat(64);
const name = `${hex('a')}/blob-${hex('b')}`;
const bytes = Buffer.from([0, 1, 255, 13, 10]);

beforeAll(async () => {
  bucket = await bucketStandIn();
  stores.set('files', fileAnalysisStore(directory));
  stores.set('a bucket', s3AnalysisStore(bucket.client, 'analyses'));
  stores.set('memory', memoryAnalysisStore());
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await bucket.close();
});

describe.each(['files', 'a bucket', 'memory'])('analyses in %s', (place) => {
  it('analysis store: gives back the bytes that were written last, nothing before', async () => {
    const store = stores.get(place)!;
    expect(await store.read(name)).toBeUndefined();
    await store.write(name, Buffer.from('first'));
    await store.write(name, bytes);
    expect(Buffer.from((await store.read(name))!)).toEqual(bytes);
    expect(await store.read(name.replace('blob', 'artifact'))).toBeUndefined();
  });

  it('analysis store: written by many at once it is that of one of them', async () => {
    const store = stores.get(place)!;
    const texts = Array.from({ length: 8 }, (_, index) => String(index).repeat(10_000));
    await Promise.all(texts.map((text) => store.write(name, Buffer.from(text))));
    expect(texts).toContain(Buffer.from((await store.read(name))!).toString());
  });
});

describe('analyses', () => {
  it.each(['../x', `${hex('a')}/../${hex('b')}`, `/${name}`, `${name}/x`, name.toUpperCase(), `${name}\n`, ''])(
    'analysis store: the name %j is refused (S5)',
    async (bad) => {
      for (const place of ['files', 'a bucket']) {
        await expect(stores.get(place)!.read(bad)).rejects.toMatchObject({ code: 'internal' });
        await expect(stores.get(place)!.write(bad, bytes)).rejects.toMatchObject({ code: 'internal' });
      }
    },
  );

  it('analysis files: are for their owner only, and leave nothing unfinished behind', async () => {
    const files = stores.get('files')!;
    const own = `${hex('c')}/blob-${hex('d')}`;
    await files.write(own, bytes);
    expect(readdirSync(join(directory, hex('c')))).toEqual([`blob-${hex('d')}.gz`]);
    expect(statSync(join(directory, `${own}.gz`)).mode & 0o077).toBe(0);
    writeFileSync(join(directory, hex('e')), '');
    const blocked = files.write(`${hex('e')}/blob-${hex('d')}`, bytes);
    await expect(blocked).rejects.toMatchObject({ code: 'storage_unavailable' });
  });

  it('analysis bucket: objects lie under one prefix; a broken bucket is unavailable (F22)', async () => {
    const store = stores.get('a bucket')!;
    expect([...bucket.objects.keys()]).toEqual([`/analyses/analyses/${name}.gz`]);
    bucket.breakDown();
    await expect(store.read(name)).rejects.toMatchObject({ code: 'storage_unavailable' });
    await expect(store.write(name, bytes)).rejects.toMatchObject({ code: 'storage_unavailable' });
  });
});

describe('the sweeper of analysis files', () => {
  const now = 1_700_000_000_000;
  const room = mkdtempSync(join(tmpdir(), 'drydock-sweep-'));
  afterAll(() => rmSync(room, { recursive: true }));

  it('analysis sweeper: removes what was not written for long, and the oldest beyond the bound', async () => {
    const store = fileAnalysisStore(room);
    for (const [index, digit] of ['1', '2', '3', '4'].entries()) {
      await store.write(`${hex(digit)}/blob-${hex('0')}`, Buffer.alloc(100));
      const time = new Date(now - index * 1_000);
      utimesSync(join(room, hex(digit), `blob-${hex('0')}.gz`), time, time);
    }
    const left = () => readdirSync(room).map((folder) => folder[0]);
    expect(await sweepAnalyses(room, { lifeMs: 3_000, bytes: 1_000 }, now)).toBe(0);
    expect(await sweepAnalyses(room, { lifeMs: 2_999, bytes: 1_000 }, now)).toBe(1);
    expect(left().sort()).toEqual(['1', '2', '3']);
    expect(await sweepAnalyses(room, { lifeMs: 3_000, bytes: 250 }, now)).toBe(1);
    expect(left().sort()).toEqual(['1', '2']);
  });

  it('analysis sweeper: leaves the other analyses of a layer, and minds no missing directory', async () => {
    const store = fileAnalysisStore(room);
    await store.write(`${hex('9')}/blob-${hex('0')}`, bytes);
    await store.write(`${hex('9')}/blob-${hex('1')}`, bytes);
    const old = new Date(now - 10_000);
    utimesSync(join(room, hex('9'), `blob-${hex('0')}.gz`), old, old);
    await sweepAnalyses(room, { lifeMs: 5_000, bytes: 1_000 }, now);
    expect(readdirSync(join(room, hex('9')))).toEqual([`blob-${hex('1')}.gz`]);
    expect(await sweepAnalyses(join(room, 'missing'), { lifeMs: 1, bytes: 1 }, now)).toBe(0);
  });
});
