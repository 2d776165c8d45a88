import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LocatedReport } from '../../functions/formats/located-report.ts';
import { sarif } from '../../functions/formats/sarif.ts';
import { anyName, finding, invalid, located, report, tool, unsupported } from './reports.ts';

const run = (reports: LocatedReport[], limits?: { results: number; size: number }) =>
  JSON.parse(sarif(reports, tool, limits)).runs[0];

describe('sarif', () => {
  test('sarif: names its version, schema and the program that made it', () => {
    const log = JSON.parse(sarif([located()], tool));
    expect(log.version).toBe('2.1.0');
    expect(log.$schema).toBe('https://json.schemastore.org/sarif-2.1.0.json');
    expect(log.runs[0].tool.driver).toMatchObject({ name: 'drydock', semanticVersion: '1.2.3' });
    expect(log.runs[0].automationDetails.id).toBe('drydock/manifest/');
  });

  test('sarif: critical findings are errors and advice is a note, the most severe first; passed rules are left out', () => {
    const results = run([located()]).results.map((result: { ruleId: string; level: string }) => [
      result.ruleId,
      result.level,
    ]);
    expect(results).toEqual([
      ['Privileged', 'error'],
      ['HostNetwork', 'error'],
      ['ApparmorAny', 'note'],
      ['LimitsCPU', 'note'],
    ]);
  });

  test('sarif: a result says what, where and in which object', () => {
    const [first] = run([located()]).results;
    expect(first.message.text).toBe('Pod/web.default: Privileged container. Privileged matters');
    expect(first.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'deploy/pod.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 11 },
    });
    expect(first.locations[0].logicalLocations).toEqual([{ fullyQualifiedName: 'Pod/web.default', kind: 'resource' }]);
  });

  test('sarif: a request body gets the name of a file, as consumers need one', () => {
    const { uri } = run([located(report(), 'API')]).results[0].locations[0].physicalLocation.artifactLocation;
    expect(uri).toBe('manifest.yaml');
  });

  test('sarif: every rule is described once, with what GitHub shows', () => {
    const { tool: made, results } = run([located(), located(report({ object: 'Pod/two.default' }))]);
    const { rules } = made.driver;
    const ids = rules.map((rule: { id: string }) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const result of results) expect(ids[result.ruleIndex]).toBe(result.ruleId);
    const privileged = rules[0];
    expect(privileged.shortDescription.text).toBe('Privileged container');
    expect(privileged.fullDescription.text).toBe('Privileged matters');
    expect(privileged.help.markdown).toContain('privileged: false');
    expect(privileged.helpUri).toMatch(/^https:\/\/kubernetes\.io\//);
    expect(privileged.defaultConfiguration.level).toBe('error');
    expect(privileged.properties).toEqual({ tags: ['security', 'kubernetes', 'critical'], 'security-severity': '9.5' });
  });

  test('sarif: a rule without help of ours is described by its reason', () => {
    const [rule] = run([located(report({ scoring: { critical: [finding('Brand', -4, 'New rule.')] } }))]).tool.driver
      .rules;
    expect(rule.shortDescription.text).toBe('Brand');
    expect(rule.helpUri).toBeUndefined();
    expect(rule.help.markdown).toContain('takes 4 points');
  });

  test('sarif: a name that is a property of every object has no help', () => {
    const [rule] = run([located(report({ scoring: { advise: [finding('constructor', 2)] } }))]).tool.driver.rules;
    expect(rule.shortDescription.text).toBe('constructor');
  });

  test.each([
    [-30, '9.5'],
    [-9, '8.0'],
    [-7, '7.5'],
    [-5, '5.5'],
    [-3, '4.5'],
    [-1, '4.0'],
    [1, '2.0'],
    [3, '3.0'],
  ])('sarif: a rule of %i points has the security severity %s', (points, severity) => {
    const group = points < 0 ? 'critical' : 'advise';
    const [rule] = run([located(report({ scoring: { [group]: [finding('Any', points)] } }))]).tool.driver.rules;
    expect(rule.properties['security-severity']).toBe(severity);
  });

  test('sarif: an invalid document is an error that comes before all findings', () => {
    const [first] = run([located(), located(invalid({ object: 'Pd/x.default' }))]).results;
    expect(first).toMatchObject({ ruleId: 'SchemaViolation', level: 'error' });
    expect(first.message.text).toBe('Pd/x.default: could not find schema for Pd');
    expect(first.locations[0].physicalLocation.region.startLine).toBe(2);
  });

  test('sarif: documents that no rule knows leave a run without results, which closes old alerts', () => {
    expect(run([located(unsupported())]).results).toEqual([]);
    expect(run([]).results).toEqual([]);
  });

  test('sarif: a fingerprint does not change when lines move or other documents come', () => {
    const prints = (reports: LocatedReport[]): string[] =>
      run(reports).results.map(
        (result: { partialFingerprints: { primaryLocationLineHash: string } }) =>
          result.partialFingerprints.primaryLocationLineHash,
      );
    const before = prints([located()]);
    const moved = { ...located(), lineOf: () => 99 };
    const after = prints([located(report({ object: 'Pod/other.default' })), moved]);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(before[0]).toMatch(/^[0-9a-f]{16}:1$/);
  });

  test('sarif: the same finding twice has two fingerprints', () => {
    const [one, two] = run([located(), located()]).results;
    const hash = one.partialFingerprints.primaryLocationLineHash.slice(0, 16);
    expect(one.partialFingerprints.primaryLocationLineHash).toBe(`${hash}:1`);
    expect(two.partialFingerprints.primaryLocationLineHash).toBe(`${hash}:2`);
  });

  test('sarif: too many results lose the least severe ones, and the run says how many', () => {
    const cut = run([located(), located()], { results: 5, size: 1e6 });
    expect(cut.results.map((result: { ruleId: string }) => result.ruleId)).toEqual([
      'Privileged',
      'Privileged',
      'HostNetwork',
      'HostNetwork',
      'ApparmorAny',
    ]);
    expect(cut.tool.driver.rules).toHaveLength(3);
    expect(cut.properties.resultsLeftOut).toBe(3);
    expect(cut.invocations[0].toolExecutionNotifications[0].message.text).toContain('3 of 8 results are left out');
  });

  test('sarif: too long a report loses its end in the same way', () => {
    const full = run([located()]);
    const size = JSON.stringify(full.results[0]).length + JSON.stringify(full.results[1]).length;
    expect(run([located()], { results: 100, size }).results).toHaveLength(2);
    expect(run([located()], { results: 100, size: size - 1 }).results).toHaveLength(1);
    expect(full.invocations).toEqual([{ executionSuccessful: true }]);
  });

  test('sarif: a name cannot make a link, an address or broken JSON', () => {
    fc.assert(
      fc.property(anyName, anyName, (object, file) => {
        const { results } = run([
          located(report({ object }), file),
          located(invalid({ object, message: object }), file),
        ]);
        expect(results).toHaveLength(5);
        for (const { message, locations } of results) {
          expect(message.text).not.toContain('](');
          expect(message.text).not.toMatch(/[\p{Cc}\u202e]/u);
          expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(/^[A-Za-z0-9%._~!*'()/-]+$/);
        }
      }),
    );
  });
});
