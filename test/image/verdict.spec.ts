import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoverageNotice } from '../../functions/image/coverage.ts';
import { severities } from '../../functions/image/severity.ts';
import { summarizeReport } from '../../functions/image/summarize-report.ts';
import { type SampleVulnerability, sampleReport } from './sample-report.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const day = 86_400_000;
const rules = { maxDatabaseAgeMs: 7 * day };
const debian = { family: 'debian', name: '12.5' };

interface Given {
  os?: typeof debian | null;
  age?: number;
  updatedAt?: string;
  packages?: number;
  notices?: CoverageNotice[];
  eosl?: boolean;
}

function summary(vulnerabilities: readonly SampleVulnerability[], given: Given = {}) {
  const { os = debian, age = 3_600_000, packages = 3, notices = [], eosl = false } = given;
  const { updatedAt = new Date(now - age).toISOString() } = given;
  const report = sampleReport([{ packages, vulnerabilities }], os && { ...os, eosl });
  return summarizeReport(
    report,
    { scannerVersion: '0.68.2', database: { generation: 'g1', updatedAt }, notices },
    rules,
    now,
  );
}

const codes = (given: { reasons: { code: string }[] }) => given.reasons.map(({ code }) => code);
const worst: SampleVulnerability = { id: 'CVE-1', severity: 'CRITICAL', fixed: '2', status: 'fixed' };

describe('verdict', () => {
  it.each([
    ['fail', 'a CRITICAL finding with a fix', [worst], ['critical_with_fix']],
    [
      'warn',
      'a CRITICAL finding without one',
      [{ id: 'A', severity: 'CRITICAL', status: 'affected' }],
      ['critical_without_fix'],
    ],
    ['warn', 'a HIGH finding with a fix', [{ id: 'A', severity: 'HIGH', fixed: '2', status: 'fixed' }], ['high']],
    ['pass', 'a MEDIUM finding', [{ id: 'A', severity: 'MEDIUM', fixed: '2', status: 'fixed' }], []],
    ['pass', 'no finding', [], []],
  ] as const)('verdict: %s for %s', (verdict, _name, vulnerabilities, reasons) => {
    const found = summary(vulnerabilities);
    expect(found.verdict).toBe(verdict);
    expect(codes(found)).toEqual(reasons);
  });

  it.each([
    ['no package was found', { packages: 0 }, 'no_packages'],
    ['the OS is not known', { os: null }, 'unknown_os'],
    ['the OS has reached its end of life', { eosl: true }, 'end_of_life_os'],
    ['nobody writes advisories for the OS', { os: { family: 'arch', name: '' } }, 'no_advisories'],
    ['the database has none for its release', { notices: ['os_without_advisories'] }, 'no_advisories'],
    ['Java archives could not be named', { notices: ['java_database_missing'] }, 'java_database_missing'],
    ['the database is too old', { age: 7 * day + 1 }, 'old_database'],
    ['the database has no date', { updatedAt: 'yesterday' }, 'old_database'],
  ] as const)('verdict: unknown when %s, whatever was found', (_name, given, code) => {
    const found = summary('packages' in given ? [] : [worst], given as Given);
    expect(found.verdict).toBe('unknown');
    expect(codes(found)).toContain(code);
  });

  it('verdict: an image without any operating system is judged by its other packages', () => {
    const bare = { os: null, notices: ['no_system'] } satisfies Given;
    expect(summary([], bare)).toMatchObject({ verdict: 'pass', reasons: [] });
    expect(summary([worst], bare).verdict).toBe('fail');
    expect(codes(summary([], { ...bare, packages: 0 }))).toEqual(['no_packages']);
  });

  it('verdict: pass only when nothing speaks for unknown and nothing above MEDIUM was found', () => {
    const vulnerability = fc.record({
      id: fc.constant('CVE-1'),
      severity: fc.constantFrom(...severities),
      status: fc.constantFrom('fixed', 'affected', 'will_not_fix'),
    });
    const given = fc.record({
      packages: fc.nat(2),
      eosl: fc.boolean(),
      age: fc.integer({ min: 0, max: 14 * day }),
      notices: fc.subarray<CoverageNotice>(['os_without_advisories', 'java_database_missing']),
    });
    fc.assert(
      fc.property(fc.array(vulnerability), given, (found, state) => {
        const { verdict, reasons } = summary(found, state);
        const isCovered = state.packages > 0 && !state.eosl && state.notices.length === 0 && state.age <= 7 * day;
        const isBad = found.some(({ severity }) => severity === 'CRITICAL' || severity === 'HIGH');
        expect(verdict === 'unknown').toBe(!isCovered);
        expect(verdict === 'pass').toBe(isCovered && !isBad);
        expect(reasons.length === 0).toBe(verdict === 'pass');
      }),
    );
  });

  it('coverage: a database older than 48 hours is flagged and still good for a verdict (F5)', () => {
    const found = summary([], { age: 2 * day + 1 });
    expect(found.coverage.database).toMatchObject({ stale: true, generation: 'g1' });
    expect(found.verdict).toBe('pass');
    expect(summary([], { age: 2 * day }).coverage.database.stale).toBe(false);
  });

  it('coverage: packages of the OS and libraries are counted apart, from findings where there is no list', () => {
    const report = sampleReport([
      { packages: 4 },
      { class: 'lang-pkgs', packages: 2 },
      { class: 'secret', packages: 9 },
    ]);
    const tools = { scannerVersion: '0.68.2', database: { generation: 'g1', updatedAt: new Date(now).toISOString() } };
    expect(summarizeReport(report, tools, rules, now).coverage.packages).toEqual({ os: 4, library: 2 });
    const found = [{ id: 'A' }, { id: 'B' }, { id: 'A', name: 'other' }];
    const bare = sampleReport([{ vulnerabilities: found }]);
    for (const result of bare.Results ?? []) delete result.Packages;
    expect(summarizeReport(bare, tools, rules, now).coverage.packages.os).toBe(2);
  });
});
