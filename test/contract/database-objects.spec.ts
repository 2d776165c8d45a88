import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { s3DatabaseObjects } from '../../functions/storage/objects/s3-database-objects.ts';
import type { DatabaseObjects } from '../../functions/trivy/database/ports.ts';
import { memoryObjects } from '../trivy/database/bucket/memory-objects.ts';
import { bucketStandIn } from './bucket-stand-in.ts';

interface Under {
  objects: DatabaseObjects;
  close(): Promise<void>;
}

const inMemory = async (): Promise<Under> => ({ objects: memoryObjects(), close: async () => {} });
const inBucket = async (): Promise<Under> => {
  const bucket = await bucketStandIn();
  return { objects: s3DatabaseObjects(bucket.client, 'drydock'), close: bucket.close };
};

describe.each([
  ['memory', inMemory],
  ['a bucket', inBucket],
])('objects of databases in %s', (_name, open) => {
  let under: Under;
  beforeEach(async () => {
    under = await open();
  });
  afterEach(() => under.close());

  it('objects: bytes come back as they were put, the later ones when put again', async () => {
    const { objects } = under;
    await objects.put('database/a', Buffer.from([0, 255, 1]));
    await objects.put('database/a', Buffer.from([0, 255, 2]));
    expect(Buffer.from((await objects.read('database/a'))!)).toEqual(Buffer.from([0, 255, 2]));
    expect(await objects.read('database/b')).toBeUndefined();
  });

  it('objects: listed by the beginning of their names', async () => {
    const { objects } = under;
    for (const key of ['database/a/1', 'database/a/2', 'database/b', 'reports/a']) await objects.put(key, Buffer.of(1));
    expect((await objects.list('database/a/')).sort()).toEqual(['database/a/1', 'database/a/2']);
    expect(await objects.list('none/')).toEqual([]);
  });

  it('objects: removed ones are gone, and removing them again is no failure', async () => {
    const { objects } = under;
    const keys = Array.from({ length: 1_100 }, (_, index) => `x/${index}`);
    await objects.put('x/7', Buffer.of(1));
    await objects.put('x/1050', Buffer.of(1));
    await objects.remove(keys);
    await objects.remove(keys.slice(0, 1));
    await objects.remove([]);
    expect(await objects.list('x/')).toEqual([]);
  });
});

describe('objects of databases in a bucket', () => {
  it('objects: a bucket that is down says so', async () => {
    const bucket = await bucketStandIn();
    const objects = s3DatabaseObjects(bucket.client, 'drydock');
    bucket.breakDown();
    const unavailable = { code: 'storage_unavailable' };
    await expect(objects.read('a')).rejects.toMatchObject(unavailable);
    await expect(objects.put('a', Buffer.of(1))).rejects.toMatchObject(unavailable);
    await expect(objects.list('a')).rejects.toMatchObject(unavailable);
    await expect(objects.remove(['a'])).rejects.toMatchObject(unavailable);
    await bucket.close();
  });
});
