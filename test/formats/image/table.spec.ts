import { expect, test } from 'vitest';
import { displayWidth } from '../../../functions/formats/display-width.ts';
import { imageTable } from '../../../functions/formats/image/table.ts';
import { finding, lodash, noPackages, scanned } from './scanned.ts';

test('image table: head, verdict, then a table for each target', () => {
  const open = finding({ id: 'CVE-2024-0002', status: 'affected', severity: 'LOW', title: 'later' });
  const { fixed: _, ...unfixed } = open;
  expect(imageTable(scanned([finding(), unfixed, lodash]))).toBe(`registry.test:5000/shop/web:1.4
linux/amd64, sha256:${'9f'.repeat(32)}
debian 12.5; 214 OS packages, 1 library
Trivy 0.68.2, database of 2026-01-01T00:00:00.000Z

Verdict: WARN
  - 1 HIGH finding
Total: 3 (HIGH: 1, MEDIUM: 1, LOW: 1), 2 with a fix

registry.test:5000/shop/web:1.4 (debian 12.5)
=============================================
Total: 2 (HIGH: 1, LOW: 1), 1 with a fix

Library  Vulnerability  Severity  Status    Installed  Fixed     Title
openssl  CVE-2024-0001  HIGH      fixed     3.0.11-1   3.0.13-1  openssl: example
openssl  CVE-2024-0002  LOW       affected  3.0.11-1             later

Node.js (node-pkg)
==================
Total: 1 (MEDIUM: 1), 1 with a fix

Library                                        Vulnerability   Severity  Status  Installed  Fixed     Title
lodash (app/node_modules/lodash/package.json)  CVE-2021-23337  MEDIUM    fixed   4.17.20    3.0.13-1  openssl: example
`);
});

test('image table: on a narrow terminal titles go below and long names lose their beginning', () => {
  const lines = imageTable(scanned([lodash]), { width: 100 }).split('\n');
  const at = lines.findIndex((line) => line.startsWith('Library'));
  expect(lines[at]).not.toContain('Title');
  expect(lines[at + 1]).toMatch(/^….*package\.json\) +CVE-2021-23337/);
  expect(lines[at + 2]).toBe('    openssl: example');
  const { title: _, ...untitled } = lodash;
  expect(imageTable(scanned([untitled]), { width: 100 }).split('\n')).toHaveLength(lines.length - 1);
});

test('image table: a wide terminal has titles beside, cut at its edge', () => {
  const text = imageTable(scanned([finding({ title: 'long '.repeat(30) })]), { width: 120 });
  const row = text.split('\n').find((line) => line.startsWith('openssl'))!;
  expect(displayWidth(row)).toBe(120);
  expect(row.endsWith('…')).toBe(true);
});

test('image table: no finding is not said to be clean when the scan proves nothing', () => {
  const text = imageTable(scanned([], { unknown: [noPackages] }));
  expect(text).toContain(
    `Verdict: UNKNOWN: this scan does not show that the image is clean\n  - ${noPackages.message}\n`,
  );
  expect(imageTable(scanned([]))).toContain('Verdict: PASS\nTotal: 0\n');
});

test('image table: what the filters hide is counted', () => {
  expect(imageTable(scanned([finding(), lodash], { shown: [lodash] }))).toContain('1 finding more is not shown');
  expect(imageTable(scanned([finding(), lodash], { shown: [] }))).toContain('2 findings more are not shown');
});

test('image table: colour changes nothing but colour', () => {
  const image = scanned([finding(), lodash]);
  const colored = imageTable(image, { color: true });
  expect(colored).toContain('\x1b[91mHIGH    \x1b[0m');
  expect(colored.replaceAll(/\x1b\[[0-9;]*m/g, '')).toBe(imageTable(image));
});
