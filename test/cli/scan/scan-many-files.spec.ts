import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../../cli/run-cli.ts';
import { brokenYaml, manifestFolder, pod } from '../manifest-folder.ts';
import { type RecordingOptions, recordingTerminal } from '../recording-terminal.ts';

const run = async (args: string[], options?: RecordingOptions) => {
  const recording = recordingTerminal(options);
  const code = await runCli(args, recording.terminal);
  return { code, out: recording.out(), err: recording.err() };
};

const fileNames = (out: string): string[] => JSON.parse(out).map((report: { fileName: string }) => report.fileName);

const good = pod('good', { serviceAccount: true });

test('drydock scan: a directory gives one array of the reports of its manifests, ordered by name', async () => {
  const folder = manifestFolder({
    'b.yml': good,
    'a/z.yaml': good,
    'a/b/c.json': JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'j' },
      spec: { serviceAccountName: 'x', containers: [{ name: 'c' }] },
    }),
    'c.yaml': `${good}---\n${good}`,
    'README.md': '# no manifest',
    '.git/config.yaml': good,
    'node_modules/x/y.yaml': good,
  });
  const { code, out, err } = await run(['scan', folder]);
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(fileNames(out)).toEqual(
    ['a/b/c.json', 'a/z.yaml', 'b.yml', 'c.yaml', 'c.yaml'].map((name) => join(folder, name)),
  );
});

test('drydock scan: files, directories and standard input can be mixed', async () => {
  const folder = manifestFolder({ 'd/a.yaml': good, 'b.yaml': good });
  const { code, out } = await run(['scan', join(folder, 'b.yaml'), '-', join(folder, 'd')], { input: good });
  expect(code).toBe(0);
  expect(fileNames(out)).toEqual([join(folder, 'b.yaml'), 'STDIN', join(folder, 'd/a.yaml')]);
});

test('drydock scan: one broken file is told and does not lose the others', async () => {
  const folder = manifestFolder({ 'a.yaml': good, 'b.yaml': brokenYaml, 'c.yaml': good });
  const missing = join(folder, 'missing.yaml');
  const { code, out, err } = await run(['scan', folder, missing]);
  expect(code).toBe(1);
  expect(fileNames(out)).toEqual([join(folder, 'a.yaml'), join(folder, 'c.yaml')]);
  expect(err).toBe(
    `drydock: ${join(folder, 'b.yaml')}: document 2 (from line 10): yaml: mapping values are not allowed in this context\n` +
      `drydock: ${missing}: open ${missing}: no such file or directory\n`,
  );
});

test('drydock scan: a low score in one of many files fails the scan', async () => {
  const folder = manifestFolder({ 'a.yaml': good, 'b.yaml': pod('bad', { privileged: true }) });
  expect((await run(['scan', folder])).code).toBe(2);
});

test('drydock scan: an unknown rule stops a scan of many files at once', async () => {
  const folder = manifestFolder({ 'a.yaml': good, 'b.yaml': good });
  expect(await run(['scan', folder, '-r', 'Nope'])).toEqual({
    code: 1,
    out: 'Invalid rule IDs requested: Nope\n',
    err: '',
  });
});

test('drydock scan: symbolic links are followed, and loops end', async () => {
  const folder = manifestFolder({ 'tree/a.yaml': good, 'other/b.yaml': good });
  symlinkSync('..', join(folder, 'tree/up'));
  symlinkSync('.', join(folder, 'tree/self'));
  symlinkSync('../other', join(folder, 'tree/z'));
  symlinkSync('a.yaml', join(folder, 'tree/link.yaml'));
  const { out } = await run(['scan', join(folder, 'tree')]);
  const names = fileNames(out).map((name) => name.slice(folder.length));
  expect(names).toEqual(['/tree/a.yaml', '/tree/link.yaml', '/tree/up/other/b.yaml']);
});

test('drydock scan: a link to nothing is told and does not lose the others', async () => {
  const folder = manifestFolder({ 'a.yaml': good });
  symlinkSync('gone', join(folder, 'b.yaml'));
  const { code, out, err } = await run(['scan', folder]);
  expect(code).toBe(1);
  expect(fileNames(out)).toHaveLength(1);
  expect(err).toContain('b.yaml: open ');
});

test.skipIf(process.getuid?.() === 0)('drydock scan: a directory that may not be read is told', async () => {
  const folder = manifestFolder({ 'a.yaml': good });
  mkdirSync(join(folder, 'secret'));
  chmodSync(join(folder, 'secret'), 0);
  expect((await run(['scan', folder])).err).toContain('permission denied');
});

test('drydock scan: a directory without manifests is an error', async () => {
  const folder = manifestFolder({ 'notes.txt': '' });
  expect(await run(['scan', folder])).toEqual({
    code: 1,
    out: `No .yaml, .yml or .json files in ${folder}\n`,
    err: '',
  });
});

test('drydock scan: when nothing could be read the report is an empty array', async () => {
  const folder = manifestFolder({ 'a.yaml': 'a: b: c' });
  expect(await run(['scan', folder])).toMatchObject({ code: 1, out: '[]\n' });
});

test('drydock scan: --absolute-path holds for directories, too', async () => {
  const folder = manifestFolder({ 'a.yaml': good });
  const { out } = await run(['scan', '--absolute-path', `${folder}/../${folder.split('/').at(-1)}`]);
  expect(fileNames(out)).toEqual([join(folder, 'a.yaml')]);
});

test('drydock scan: progress is shown on a terminal and wiped, a sum is told after many files', async () => {
  const files = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`${index}.yaml`, good]));
  const folder = manifestFolder(files);
  const onTerminal = await run(['scan', folder], { isErrorTerminal: true, tick: 60 });
  expect(onTerminal.err).toContain('\r120 files scanned');
  expect(onTerminal.err).toMatch(/\r\x1b\[Kdrydock: 120 files scanned, 0 could not be read\n$/);
  expect((await run(['scan', folder])).err).toBe('drydock: 120 files scanned, 0 could not be read\n');
});

test('drydock scan: what a file is called cannot move the cursor of a terminal', async () => {
  const folder = manifestFolder({ 'a\x1b[2J.yaml': 'a: b: c' });
  expect((await run(['scan', folder])).err).not.toContain('\x1b');
});
