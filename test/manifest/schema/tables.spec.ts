import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openBook } from '../../../functions/manifest/schema/schema-book.ts';
import type { SchemaTable } from '../../../functions/manifest/schema/table.ts';
import { schemaFiles } from '../../../functions/storage/schema-files.ts';

const folder = new URL('../../../functions/manifest/schema/data/', import.meta.url);
const tables = readdirSync(folder).filter((name) => name.endsWith('.json'));
const { versions, load } = schemaFiles();

describe('schema tables', () => {
  test('schema tables: there is one for each Kubernetes version from 1.25 on, oldest first', () => {
    expect(versions).toEqual(Array.from({ length: 13 }, (_, index) => `1.${25 + index}.0`));
    expect(tables).toHaveLength(versions.length);
  });

  test('schema tables: each has at most 100 kB, all at most 1.3 MB', () => {
    const sizes = tables.map((name) => statSync(new URL(name, folder)).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(1_300_000);
  });

  test('schema tables: the page beside them names source, version and licence', () => {
    const page = readFileSync(new URL('README.md', folder), 'utf8');
    expect(page).toMatch(/kubernetes-validate 1\.37\.0 on PyPI[\s\S]*sha256 `[0-9a-f]{64}`[\s\S]*Apache License 2\.0/);
  });

  test.each(versions)('schema tables: every kind of %s can be opened with all its parts', (version) => {
    const table = load(version) as SchemaTable;
    expect(table.kubernetes).toBe(version);
    const book = openBook(table);
    const files = Object.entries(table.kinds).flatMap(([suffix, kinds]) =>
      kinds.split(' ').map((kind) => `${kind}-${suffix}`),
    );
    expect(new Set(files).size).toBe(files.length);
    const seen = new Set<number>();
    const waiting = files.map((file) => book.find(file)!);
    for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
      expect(schema.required.filter((name) => !schema.fields!.has(name))).toEqual([]);
      for (const reference of [...(schema.fields?.values() ?? []), schema.items, schema.entries]) {
        if (reference === undefined || seen.has(reference)) continue;
        seen.add(reference);
        waiting.push(book.at(reference));
      }
    }
    const reached = new Set([...seen].map((reference) => reference >> 1));
    const unreached = [...table.nodes.keys()].filter((index) => index >= files.length && !reached.has(index));
    expect(unreached).toEqual([]);
  });
});
