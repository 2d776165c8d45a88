import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { checkBolt } from '../../../functions/trivy/database/check-bolt.ts';
import { inspectDatabase } from '../../../functions/trivy/database/inspect.ts';
import { pageSize } from '../../../sample/database/bolt-page.ts';
import { type Advisories, writeTrivyDatabase } from '../../../sample/database/write-trivy-database.ts';
import { sampleAdvisories } from './sample-advisories.ts';

const now = Date.parse('2026-03-01T00:00:00Z');
const updatedAt = new Date('2026-02-28T12:00:00Z');
const many: Advisories = {
  ...sampleAdvisories,
  vulnerabilities: Object.fromEntries(
    Array.from({ length: 2_000 }, (_, number) => [
      `CVE-2020-${10_000 + number}`,
      { Title: 'x'.repeat(number % 9_000), Severity: 'LOW' },
    ]),
  ),
  updatedAt,
};

describe('the check of a database', () => {
  let directory: string;
  let path: string;
  let metadata: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'drydock-database-'));
    path = join(directory, 'db', 'trivy.db');
    metadata = join(directory, 'db', 'metadata.json');
    writeTrivyDatabase(directory, many);
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const change = (alter: (bytes: Buffer) => void): void => {
    const bytes = readFileSync(path);
    alter(bytes);
    writeFileSync(path, bytes);
  };
  const broken = { code: 'database_broken' };
  const inspect = () => inspectDatabase(directory, now);

  it('check: a sound database is told by time, content and number of vulnerabilities', async () => {
    const found = await inspect();
    expect(found).toMatchObject({ vulnerabilities: 2_000, updatedAt: updatedAt.toISOString() });
    expect(found.id).toMatch(/^20260228T120000Z-[0-9a-f]{12}$/);
    expect(found.java?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect((await inspect()).id).toBe(found.id);
  });

  it('check: one meta page is enough, as bbolt has it', async () => {
    change((bytes) => bytes.fill(0, 0, pageSize));
    expect((await checkBolt(path)).vulnerabilities).toBe(2_000);
  });

  it.each<[string, (bytes: Buffer) => void]>([
    ['both meta pages zeroed', (bytes) => bytes.fill(0, 0, 2 * pageSize)],
    ['another magic', (bytes) => [16, 16 + pageSize].forEach((at) => void bytes.writeUInt32LE(1, at))],
    ['another format version', (bytes) => [20, 20 + pageSize].forEach((at) => void bytes.writeUInt32LE(3, at))],
    ['a wrong checksum', (bytes) => [40, 40 + pageSize].forEach((at) => void bytes.writeUInt8(9, at))],
    ['a zeroed middle', (bytes) => bytes.fill(0, 40 * pageSize, bytes.length - 40 * pageSize)],
    ['pages that hold others', (bytes) => bytes.copy(bytes, 50 * pageSize, 60 * pageSize, 160 * pageSize)],
  ])('check: %s is found out', async (_, alter) => {
    change(alter);
    await expect(inspect()).rejects.toMatchObject(broken);
  });

  it.each([0, 10, pageSize, 3 * pageSize, 100 * pageSize])(
    'check: a file cut to %i bytes is found out (F4)',
    async (size) => {
      truncateSync(path, size);
      await expect(inspect()).rejects.toMatchObject(broken);
    },
  );

  it('check: damaged bytes are refused or harmless, never a crash (F4)', async () => {
    const sound = readFileSync(path);
    const place = fc.nat({ max: sound.length - 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 40 }), async (changes) => {
        const bytes = Buffer.from(sound);
        for (const [at, byte] of changes) bytes[at] = byte;
        writeFileSync(path, bytes);
        const outcome = await checkBolt(path).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(DrydockError);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['no JSON', 'x'],
    ['no object', '7'],
    ['schema 1', JSON.stringify({ Version: 1, UpdatedAt: updatedAt })],
    ['schema 3', JSON.stringify({ Version: 3, UpdatedAt: updatedAt })],
    ['no time', JSON.stringify({ Version: 2 })],
    ['a time that is none', JSON.stringify({ Version: 2, UpdatedAt: 'yesterday' })],
    ['a time to come, which would never grow old', JSON.stringify({ Version: 2, UpdatedAt: '2999-01-01T00:00:00Z' })],
  ])('check: metadata with %s is refused', async (_, text) => {
    writeFileSync(metadata, text);
    await expect(inspect()).rejects.toMatchObject(broken);
  });

  it.each(['db/trivy.db', 'db/metadata.json', 'java-db/trivy-java.db', 'java-db/metadata.json'])(
    'check: without %s it is refused (F4)',
    async (file) => {
      rmSync(join(directory, file));
      await expect(inspect()).rejects.toMatchObject(broken);
    },
  );

  it('check: a Java database that is cut off or none is refused', async () => {
    const java = join(directory, 'java-db', 'trivy-java.db');
    truncateSync(java, 4_096);
    await expect(inspect()).rejects.toMatchObject(broken);
    writeFileSync(java, 'x'.repeat(200));
    await expect(inspect()).rejects.toMatchObject(broken);
  });

  it('check: a database without vulnerabilities is refused', async () => {
    writeTrivyDatabase(join(directory, 'empty'), { vulnerabilities: {}, packages: {}, updatedAt });
    await expect(inspectDatabase(join(directory, 'empty'), now)).rejects.toMatchObject(broken);
  });
});
