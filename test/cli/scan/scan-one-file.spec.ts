import { readFileSync } from 'node:fs';
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

test('drydock scan: a pod that scores above 0 exits with 0 and prints one JSON array', async () => {
  const folder = manifestFolder({ 'good.yaml': pod('good', { serviceAccount: true }) });
  const { code, out, err } = await run(['scan', join(folder, 'good.yaml')]);
  expect(code).toBe(0);
  expect(err).toBe('');
  expect(out.startsWith('[\n  {\n    "object": "Pod/good.default",\n    "valid": true,\n')).toBe(true);
  expect(out.endsWith('\n]\n')).toBe(true);
  expect(JSON.parse(out)).toMatchObject([{ fileName: join(folder, 'good.yaml'), score: 3 }]);
});

test('drydock scan: a score of 0 or less exits with 2, or with the exit code asked for', async () => {
  const folder = manifestFolder({ 'zero.yaml': pod('zero'), 'bad.yaml': pod('bad', { privileged: true }) });
  expect((await run(['scan', join(folder, 'zero.yaml')])).code).toBe(2);
  expect((await run(['scan', join(folder, 'bad.yaml')])).code).toBe(2);
  expect((await run(['scan', '--exit-code', '7', join(folder, 'bad.yaml')])).code).toBe(7);
});

test('drydock scan: --min-score decides by itself which score fails, and an invalid document always does', async () => {
  const folder = manifestFolder({
    'zero.yaml': pod('zero'),
    'good.yaml': pod('good', { serviceAccount: true }),
    'invalid.yaml': pod('invalid').replace('spec:', 'specs:'),
  });
  expect((await run(['scan', '--min-score', '0', join(folder, 'zero.yaml')])).code).toBe(0);
  expect((await run(['scan', '--min-score', '3', join(folder, 'good.yaml')])).code).toBe(0);
  expect((await run(['scan', '--min-score', '4', join(folder, 'good.yaml')])).code).toBe(2);
  expect((await run(['scan', '--min-score=-100', join(folder, 'invalid.yaml')])).code).toBe(2);
});

test('drydock scan: standard input is called STDIN, also with --absolute-path', async () => {
  const input = pod('piped', { serviceAccount: true });
  for (const args of [['-'], ['/dev/stdin'], ['-', '--absolute-path']]) {
    const { code, out } = await run(['scan', ...args], { input });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([{ object: 'Pod/piped.default', fileName: 'STDIN' }]);
  }
});

test('drydock scan: --absolute-path names the file by its whole path', async () => {
  const folder = manifestFolder({ 'a/good.yaml': pod('good') });
  const { out } = await run(['scan', '--absolute-path', `${folder}/a/../a/good.yaml`]);
  expect(JSON.parse(out)[0].fileName).toBe(join(folder, 'a/good.yaml'));
});

test('drydock scan: --rules and --exclude choose the rules', async () => {
  const folder = manifestFolder({ 'bad.yaml': pod('bad', { privileged: true }) });
  const file = join(folder, 'bad.yaml');
  const only = JSON.parse((await run(['scan', '-r', 'Privileged,HostPID', file])).out)[0];
  expect(only.scoring).toEqual({ critical: [expect.objectContaining({ id: 'Privileged' })] });
  const without = JSON.parse((await run(['scan', '--exclude', 'Privileged', file])).out)[0];
  expect(without.scoring.critical).toBeUndefined();
  expect(without.score).toBe(0);
});

test('drydock scan: --profile strict sees a privileged CronJob', async () => {
  const job = pod('job', { privileged: true }).split('spec:\n')[1]!.replace(/^/gm, '        ');
  const body = `apiVersion: batch/v1
kind: CronJob
metadata: {name: job}
spec:
  schedule: "* * * * *"
  jobTemplate:
    spec:
      template:
        spec:
${job.trimEnd()}
          restartPolicy: Never
`;
  const folder = manifestFolder({ 'job.yaml': body });
  const score = async (...more: string[]) =>
    JSON.parse((await run(['scan', ...more, join(folder, 'job.yaml')])).out)[0].score;
  expect(await score()).toBe(0);
  expect(await score('--profile', 'strict')).toBeLessThan(-20);
});

// What kubesec prints for the same mistakes; it prints them on standard output.
test.each([
  ['a file that is not there', ['scan', '/no/such.yaml'], 'Open /no/such.yaml: no such file or directory\n'],
  ['an unknown rule', ['scan', '-r', 'Foo,Bar', '-'], 'Invalid rule IDs requested: Foo, Bar\n'],
  ['an unknown format', ['scan', '-f', 'xml', '-'], 'Unrecognized format specified\n'],
  [
    'a template format without a template',
    ['scan', '-f', 'template', '-'],
    'Template is unset, please specify with --template\n',
  ],
  [
    'a field that is not there',
    ['scan', '-f', 'template', '-t', '{{range .}}{{.Foo}}{{end}}', '-'],
    'Template: output template:1:13: executing "output template" at <.Foo>: can\'t evaluate field Foo in type ruler.Report\n',
  ],
])('drydock scan: %s is answered on standard output with exit code 1', async (_, args, expected) => {
  expect(await run(args, { input: pod('x') })).toEqual({ code: 1, out: expected, err: '' });
});

test('drydock scan: an empty path is a directory to kubesec, and refused', async () => {
  const { code, out } = await run(['scan', '']);
  expect(code).toBe(1);
  expect(out).toMatch(/^Read \/.*: is a directory\n$/);
});

test("drydock scan: broken YAML prints kubesec's text, and on standard error file, document and line", async () => {
  const folder = manifestFolder({ 'broken.yaml': brokenYaml });
  const file = join(folder, 'broken.yaml');
  expect(await run(['scan', file])).toEqual({
    code: 1,
    out: 'Yaml: mapping values are not allowed in this context\n',
    err: `drydock: ${file}: document 2 (from line 10): yaml: mapping values are not allowed in this context\n`,
  });
  expect(await run(['scan', '-'], { input: '---\n' })).toMatchObject({ code: 1, out: 'Invalid input\n' });
});

test('drydock scan: without a file it tells what is missing and how it is used', async () => {
  const { code, out, err } = await run(['scan']);
  expect({ code, out }).toEqual({ code: 1, out: 'File path is required\n' });
  expect(err).toMatch(/^Error: file path is required\nUsage:\n {2}drydock scan \[file\] \[flags\]\n/);
});

test('drydock scan: --output holds the report without the last newline and does not silence standard output', async () => {
  const folder = manifestFolder({ 'good.yaml': pod('good') });
  const file = join(folder, 'out.json');
  const { out } = await run(['scan', join(folder, 'good.yaml'), '-o', file]);
  expect(`${readFileSync(file, 'utf8')}\n`).toBe(out);
  const unwritable = await run(['scan', '-o', join(folder, 'no/such/out.json'), '-'], {
    input: pod('good', { serviceAccount: true }),
  });
  expect(unwritable.code).toBe(0);
  expect(unwritable.out).toContain('Pod/good.default');
  expect(unwritable.err).toMatch(/^drydock: cannot write the report: ENOENT/);
});

test("drydock scan: the Kubernetes version comes from the flag, then kubesec's variable, then drydock's", async () => {
  const input = pod('x').replace('image', 'imagine');
  const url = async (args: string[], environment: Record<string, string>) =>
    /master\/([^/]+)\//.exec((await run(['scan', '-', ...args], { input, environment })).out)?.[1];
  const both = { K8S_SCHEMA_VER: '1.35.0', DRYDOCK_KUBERNETES_VERSION: '1.34.0' };
  expect(await url(['--kubernetes-version', '1.36.0'], both)).toBe('v1.36.0-standalone-strict');
  expect(await url([], both)).toBe('v1.35.0-standalone-strict');
  expect(await url([], { DRYDOCK_KUBERNETES_VERSION: 'v1.34.0' })).toBe('v1.34.0-standalone-strict');
  expect(await url([], {})).toBe('master-standalone-strict');
  expect(await run(['scan', '-', '--kubernetes-version', '0.1.0'], { input })).toMatchObject({ code: 1 });
});

test('drydock scan: a schema location sets the prefix in messages; local and foreign schemas are refused', async () => {
  const input = pod('x').replace('image', 'imagine');
  const scan = (args: string[], environment = {}) => run(['scan', '-', ...args], { input, environment });
  const shown = async (args: string[], environment = {}) =>
    /failed with '(\S+?)\/master-/.exec((await scan(args, environment)).out)?.[1];
  const usual = 'https://raw.githubusercontent.com/yannh/kubernetes-json-schema/master';
  expect(await shown([])).toBe(usual);
  expect(await shown(['--schema-location', 'default'])).toBe(usual);
  expect(await shown(['--schema-location', 'https://schemas.example'])).toBe('https://schemas.example');
  expect(await shown([], { SCHEMA_LOCATION: 'http://schemas.example/k' })).toBe('http://schemas.example/k');
  expect(await shown([], { DRYDOCK_SCHEMA_LOCATION: 'file:///schemas' })).toBe('file:///schemas');
  for (const location of ['/schemas', './schemas', 'file:///schemas']) {
    const { code, out } = await scan(['--schema-location', location]);
    expect(code).toBe(1);
    expect(out).toContain(`Schema location ${location}: local schemas are not read`);
  }
  const catalog = 'https://crds.example/{{.Group}}/{{.ResourceKind}}.json';
  expect((await scan(['--schema-location', catalog])).out).toContain('foreign schemas are not read');
  const two = await scan([], { SCHEMA_LOCATION: 'default,https://crds.example' });
  expect(two.out).toContain('2 schema locations: foreign schemas are not read');
});

test('drydock scan: only the kinds of DRYDOCK_KINDS have a schema', async () => {
  const { out } = await run(['scan', '-'], { input: pod('x'), environment: { DRYDOCK_KINDS: 'Deployment,DaemonSet' } });
  expect(out).toContain('could not find schema for Pod');
});

test('drydock scan: an unknown profile or rule to exclude is refused', async () => {
  expect((await run(['scan', '-', '--profile', 'lax'])).out).toBe('Unknown profile lax: expected kubesec or strict\n');
  expect((await run(['scan', '-', '--exclude', 'Nope'], { input: pod('x') })).out).toBe(
    'Invalid rule IDs excluded: Nope\n',
  );
});

test('drydock scan: --debug tells on standard error what is done', async () => {
  const { err } = await run(['scan', '-', '--debug', '--kubernetes-version', '1.36.0'], { input: pod('x') });
  expect(err).toBe('drydock: schemas of Kubernetes 1.36.0\ndrydock: STDIN: 1 documents\n');
});
