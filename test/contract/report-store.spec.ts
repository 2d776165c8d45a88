import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportStore } from '../../functions/scans/image/ports.ts';
import { fileReportStore } from '../../functions/storage/objects/file-report-store.ts';
import { s3ReportStore } from '../../functions/storage/objects/s3-report-store.ts';
import { memoryReportStore } from '../scans/image/memory-stores.ts';
import { bucketStandIn } from './bucket-stand-in.ts';
import { noon } from './sample-scan.ts';

const directory = mkdtempSync(join(tmpdir(), 'drydock-reports-'));
let bucket: Awaited<ReturnType<typeof bucketStandIn>>;
const stores = new Map<string, ReportStore>();
const json = Buffer.from(JSON.stringify({ text: 'ü'.repeat(10_000) }));
const unavailable = expect.objectContaining({ code: 'storage_unavailable' });

beforeAll(async () => {
  bucket = await bucketStandIn();
  stores.set('files', fileReportStore({ directory, link: async (key, seconds) => `/reports?${key}&${seconds}` }));
  stores.set(
    'a bucket',
    s3ReportStore(bucket.client, 'reports', () => noon),
  );
  stores.set('memory', memoryReportStore());
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await bucket.close();
});

describe.each(['files', 'a bucket', 'memory'])('reports in %s', (name) => {
  const key = 'reports/tenant-a/i0123/1-2.json';

  it('report store: gives back what was put, nothing before and nothing after it was removed', async () => {
    const store = stores.get(name)!;
    expect(await store.read(key)).toBeUndefined();
    await store.put(key, json);
    expect(Buffer.from((await store.read(key))!)).toEqual(json);
    expect(await store.link(key, 60)).toContain('1-2.json');
    await store.remove(key);
    await store.remove(key);
    expect(await store.read(key)).toBeUndefined();
  });

  it('report store: put again it is what was put last', async () => {
    const store = stores.get(name)!;
    await store.put(key, json);
    await store.put(key, Buffer.from('{}'));
    expect(Buffer.from((await store.read(key))!).toString()).toBe('{}');
  });
});

describe('reports', () => {
  it.each(['../x.json', '/etc/x.json', 'a//b.json', 'a/../b.json', 'a\0.json', 'a.txt', 'A.json', ''])(
    'report store: the name %j is refused (S5)',
    async (key) => {
      for (const name of ['files', 'a bucket']) {
        await expect(stores.get(name)!.put(key, json)).rejects.toMatchObject({ code: 'internal' });
        await expect(stores.get(name)!.read(key)).rejects.toMatchObject({ code: 'internal' });
      }
    },
  );

  it('report files: they are packed, for their owner only, and leave nothing unfinished behind', async () => {
    const store = stores.get('files')!;
    await store.put('own/a.json', json);
    expect(readdirSync(join(directory, 'own'))).toEqual(['a.json.gz']);
    const { size, mode } = statSync(join(directory, 'own/a.json.gz'));
    expect(size).toBeLessThan(json.byteLength / 10);
    expect(mode & 0o077).toBe(0);
    writeFileSync(join(directory, 'blocked'), '');
    await expect(store.put('blocked/a.json', json)).rejects.toEqual(unavailable);
    writeFileSync(join(directory, 'own/a.json.gz'), 'not packed');
    await expect(store.read('own/a.json')).rejects.toEqual(unavailable);
  });

  it('report bucket: objects carry their sha256 and encoding; a broken bucket is unavailable (F22)', async () => {
    const store = stores.get('a bucket')!;
    await store.put('own/b.json', json);
    expect(bucket.objects.get('/reports/own/b.json')?.headers['content-encoding']).toBe('gzip');
    bucket.breakDown();
    for (const use of [
      () => store.put('own/b.json', json),
      () => store.read('own/b.json'),
      () => store.remove('own/b.json'),
    ]) {
      await expect(use()).rejects.toEqual(unavailable);
    }
  });
});
