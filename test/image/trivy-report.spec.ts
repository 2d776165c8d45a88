import { describe, expect, it } from 'vitest';
import { parseTrivyReport } from '../../functions/image/trivy-report.ts';
import { sampleReportJson } from './sample-report.ts';

const contract = expect.objectContaining({ code: 'scanner_contract' });

describe('Trivy report (F31)', () => {
  it('Trivy report: what drydock does not read is kept as it came', () => {
    const json = JSON.parse(sampleReportJson([])) as Record<string, unknown>;
    const report = { Extra: { deep: [1, null] }, ...json, Results: [{ Secrets: [{ Match: '***' }], Target: 'x' }] };
    const text = JSON.stringify(report);
    expect(JSON.stringify(parseTrivyReport(text))).toBe(text);
  });

  it('Trivy report: one that is cut off anywhere is refused', () => {
    const json = sampleReportJson([{ vulnerabilities: [{ id: 'CVE-1' }] }]);
    for (let length = 0; length < json.length; length += 1) {
      expect(() => parseTrivyReport(json.slice(0, length))).toThrow(contract);
    }
  });

  it.each([
    ['another schema version', { SchemaVersion: 3 }, 'SchemaVersion'],
    ['no schema version', { SchemaVersion: undefined }, 'SchemaVersion'],
    ['a file system instead of an image', { ArtifactType: 'filesystem' }, 'ArtifactType'],
    ['results that are no list', { Results: {} }, 'Results'],
    [
      'a finding without an id',
      { Results: [{ Vulnerabilities: [{}] }] },
      'Results.0.Vulnerabilities.0.VulnerabilityID',
    ],
  ])('Trivy report: %s is refused and the place named', (_name, change, place) => {
    const report = { ...(JSON.parse(sampleReportJson([])) as object), ...change };
    expect(() => parseTrivyReport(JSON.stringify(report))).toThrow(new RegExp(`at ${place.replaceAll('.', '\\.')}$`));
  });

  it.each(['[]', 'null', '"text"', '7'])('Trivy report: %s is refused', (json) => {
    expect(() => parseTrivyReport(json)).toThrow(contract);
  });
});
