import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../functions/manifest/profile.ts';
import type { Finding } from '../../../functions/manifest/report.ts';
import { manifestEngine } from '../../../functions/manifest/scan.ts';
import { openSchemas } from '../../../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../../../functions/storage/schema-files.ts';

const page = readFileSync(new URL('../../../docs/strict-profile.md', import.meta.url), 'utf8');

interface Example {
  manifest: string;
  rows: Record<string, string>[];
}

/** The manifests of the page, each with the table below it. */
const examples: Example[] = [...page.matchAll(/```yaml\n([\s\S]*?)```\n\n((?:\|.*\n)+)/g)].map(
  ([, manifest, table]) => {
    const [head, , ...rows] = table!
      .trimEnd()
      .split('\n')
      .map((line) =>
        line
          .split('|')
          .map((cell) => cell.trim())
          .slice(1, -1),
      );
    return {
      manifest: manifest!,
      rows: rows.map((cells) => Object.fromEntries(head!.map((name, at) => [name, cells[at]!]))),
    };
  },
);

const engine = manifestEngine({ schemas: openSchemas(schemaFiles()) });

const idsOf = (findings: readonly Finding[] = []): string => findings.map(({ id }) => id).join(', ');

describe('strict profile page', () => {
  test('strict profile page: every example gives the answers it shows', () => {
    expect(examples.map(({ rows }) => rows.length)).toEqual([2, 2, 2]);
    for (const { manifest, rows } of examples) {
      for (const shown of rows) {
        const request = { fileName: 'API', profile: shown.profile as Profile };
        const { message, scoring } = engine.scan(new TextEncoder().encode(manifest), request).documents[0]!.report;
        const lists: Record<string, string> = { critical: idsOf(scoring.critical), passed: idsOf(scoring.passed) };
        expect({ ...shown, message }).toEqual(shown);
        for (const name of ['critical', 'passed']) if (name in shown) expect(lists[name]).toBe(shown[name]);
      }
    }
  });
});
