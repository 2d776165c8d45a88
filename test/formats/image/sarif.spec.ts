import { expect, test } from 'vitest';
import { imageSarif } from '../../../functions/formats/image/sarif.ts';
import type { ScannedImage } from '../../../functions/formats/image/scanned-image.ts';
import { finding, lodash, noPackages, scanned } from './scanned.ts';

const tool = { version: '1.0.0' };
const runOf = (image: ScannedImage, limits?: { results: number; size: number }) =>
  JSON.parse(imageSarif(image, tool, limits)).runs[0];

test('image SARIF: a finding stands at the repository, without registry and tag', () => {
  const run = runOf(scanned([finding()]));
  expect(run.results).toEqual([
    {
      ruleId: 'CVE-2024-0001',
      ruleIndex: 0,
      level: 'error',
      message: {
        text: 'openssl 3.0.11-1: fixed in 3.0.13-1. HIGH CVE-2024-0001: openssl: example',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'shop/web', uriBaseId: 'ROOTPATH' },
            region: { startLine: 1 },
          },
          logicalLocations: [{ fullyQualifiedName: 'pkg:deb/debian/openssl@3.0.11-1', kind: 'package' }],
        },
      ],
      partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{16}:1$/) },
    },
  ]);
  expect(run.originalUriBaseIds).toEqual({ ROOTPATH: { uri: 'file:///' } });
  expect(run.automationDetails.id).toBe('drydock/image/registry.test:5000/shop/web/linux/amd64/');
  expect(run.tool.driver.rules[0]).toMatchObject({
    id: 'CVE-2024-0001',
    helpUri: 'https://avd.aquasec.com/nvd/cve-2024-0001',
    defaultConfiguration: { level: 'error' },
    properties: { 'security-severity': '8.0', tags: ['security', 'vulnerability', 'HIGH'] },
  });
});

test('image SARIF: each severity has its level and score, an unknown one has no score', () => {
  const found = (['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] as const).map((severity) =>
    finding({ id: severity, severity }),
  );
  const { results, tool: by } = runOf(scanned(found));
  expect(results.map(({ level }: { level: string }) => level)).toEqual(['error', 'error', 'warning', 'note', 'note']);
  const scores = by.driver.rules.map((rule: { properties: object }) =>
    Reflect.get(rule.properties, 'security-severity'),
  );
  expect(scores).toEqual(['9.5', '8.0', '5.5', '2.0', undefined]);
});

test('image SARIF: a vulnerability of two packages is one rule; fingerprints differ and outlive an update', () => {
  const twins = (installed: string) => [finding({ installed }), finding({ installed, package: 'libssl3' })];
  const prints = (found: ReturnType<typeof twins>): string[] =>
    runOf(scanned(found)).results.map((result: { partialFingerprints: object }) =>
      Reflect.get(result.partialFingerprints, 'primaryLocationLineHash'),
    );
  expect(runOf(scanned(twins('1'))).tool.driver.rules).toHaveLength(1);
  expect(new Set(prints(twins('1'))).size).toBe(2);
  expect(prints(twins('2'))).toEqual(prints(twins('1')));
  expect(prints([finding(), finding()])[1]).toMatch(/:2$/);
});

test('image SARIF: an image that nothing is known of has an alert, and a notification', () => {
  const run = runOf(scanned([], { unknown: [noPackages] }));
  expect(run.results).toMatchObject([
    { ruleId: 'IncompleteScan', level: 'warning', message: { text: noPackages.message } },
  ]);
  expect(run.invocations[0].toolExecutionNotifications).toMatchObject([{ message: { text: noPackages.message } }]);
  expect(run.properties.verdict).toBe('unknown');
});

test('image SARIF: what exceeds the limits is left out from the end and counted', () => {
  const found = ['a', 'b', 'c'].map((name) => finding({ id: name }));
  const run = runOf(scanned([...found, lodash]), { results: 2, size: 1_000_000 });
  expect(run.results).toHaveLength(2);
  expect(run.tool.driver.rules).toHaveLength(2);
  expect(run.properties.resultsLeftOut).toBe(2);
  expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain('2 of 4 results');
  expect(runOf(scanned(found), { results: 9, size: 1_500 }).results).toHaveLength(1);
});

test('image SARIF: an address that is no plain https one is no link', () => {
  for (const url of ['javascript:alert(1)', 'http://example.com/', 'https://a/">x', undefined]) {
    const image = scanned([{ ...finding(), ...(url === undefined ? {} : { url }) }]);
    const [rule] = runOf(url === undefined ? scanned([{ ...finding(), url: '' }]) : image).tool.driver.rules;
    expect(rule.helpUri).toBeUndefined();
  }
});

test('image SARIF: of a finding that leaves out whatever it may, the package is the place and nothing is made up', () => {
  const { title: _, fixed: _fixed, purl: _purl, url: _url, ...bare } = finding();
  const run = runOf(scanned([bare]));
  expect(run.results[0]).toMatchObject({
    message: { text: 'openssl 3.0.11-1: no fix is known. HIGH CVE-2024-0001' },
    locations: [{ logicalLocations: [{ fullyQualifiedName: 'openssl', kind: 'package' }] }],
  });
  expect(run.tool.driver.rules[0]).toMatchObject({ shortDescription: { text: 'CVE-2024-0001 in openssl' } });
  expect(run.tool.driver.rules[0]).not.toHaveProperty('helpUri');
});
