import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFindings } from '../../functions/image/read-findings.ts';
import { summarizeReport } from '../../functions/image/summarize-report.ts';
import { parseTrivyReport } from '../../functions/image/trivy-report.ts';

// Reports that a real Trivy wrote lie beside the project where it is developed.
const folder = new URL('../../../shared/trivy/reports/', import.meta.url);
const rows = [
  { name: 'debian-npm', findings: 83, verdict: 'fail' },
  { name: 'alpine', verdict: 'unknown', reason: 'end_of_life_os', os: 12 },
  { name: 'distroless-go', verdict: 'fail', os: 4, library: 6 },
  { name: 'scratch-no-packages', findings: 0, verdict: 'unknown', reason: 'no_packages', os: 0, library: 0 },
  { name: 'alpine-suppressed', verdict: 'unknown', reason: 'end_of_life_os', findings: 15 },
];

describe.skipIf(!existsSync(folder))('recorded reports (skipped where there are none)', () => {
  it.each(rows)('recorded report: $name gives what it holds', ({ name, findings, verdict, reason, os, library }) => {
    const json = readFileSync(new URL(`${name}.json`, folder), 'utf8');
    const report = parseTrivyReport(json);
    expect(report).toEqual(JSON.parse(json));
    const all = readFindings(report);
    const listed = (report.Results ?? []).flatMap((result) => result.Vulnerabilities ?? []);
    expect(all).toHaveLength(findings ?? listed.length);
    const now = Date.parse('2026-11-24T00:00:00Z');
    const tools = { scannerVersion: '0.68.2', database: { generation: 'g', updatedAt: '2026-11-23T12:00:00Z' } };
    const summary = summarizeReport(report, tools, { maxDatabaseAgeMs: 7 * 86_400_000 }, now);
    expect(summary.verdict).toBe(verdict);
    if (reason !== undefined) expect(summary.reasons.map(({ code }) => code)).toContain(reason);
    if (os !== undefined) expect(summary.coverage.packages.os).toBe(os);
    if (library !== undefined) expect(summary.coverage.packages.library).toBe(library);
  });
});
