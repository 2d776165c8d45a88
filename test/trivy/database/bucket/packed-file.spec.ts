import { randomFillSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packFile, unpackFile } from '../../../../functions/trivy/database/bucket/packed-file.ts';
import { memoryObjects } from './memory-objects.ts';

const part = 8 * 1024 * 1024;

describe('packed file', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'drydock-packed-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const here = (name: string) => join(directory, name);

  const packed = async (size: number) => {
    const bytes = Buffer.alloc(size);
    // Half noise, half nothing: neither kind may be special.
    randomFillSync(bytes, 0, Math.floor(size / 2));
    writeFileSync(here('in'), bytes);
    const objects = memoryObjects();
    return { bytes, objects, file: await packFile(objects, here('in'), 'x/trivy.db') };
  };

  it.each([0, 1, part - 1, part, part + 1, 3 * part + 5])(
    'packed file: %i bytes come back as they were',
    async (size) => {
      const { bytes, objects, file } = await packed(size);
      expect(file.parts).toHaveLength(Math.ceil(size / part));
      await unpackFile(objects, file, 'x/trivy.db', here('out'));
      expect(readFileSync(here('out')).equals(bytes)).toBe(true);
    },
  );

  it('packed file: what an earlier attempt left is overwritten', async () => {
    const { bytes, objects, file } = await packed(100);
    writeFileSync(here('out'), Buffer.alloc(5_000, 1));
    await unpackFile(objects, file, 'x/trivy.db', here('out'));
    expect(readFileSync(here('out')).equals(bytes)).toBe(true);
  });

  it('packed file: a part that is gone, another one or too short is refused', async () => {
    const { objects, file } = await packed(2 * part - 5);
    const [first, second] = [...objects.objects.keys()].sort() as [string, string];
    const unpack = (changed = file) => unpackFile(objects, changed, 'x/trivy.db', here('out'));
    await expect(unpack({ ...file, bytes: file.bytes + 1 })).rejects.toMatchObject({ code: 'database_broken' });
    const bytes = objects.objects.get(second)!;
    objects.objects.set(second, objects.objects.get(first)!);
    await expect(unpack()).rejects.toMatchObject({ code: 'database_broken' });
    objects.objects.delete(second);
    await expect(unpack()).rejects.toMatchObject({ code: 'storage_unavailable' });
    objects.objects.set(second, bytes);
    await unpack();
  });
});
