import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../../../cli/run-cli.ts';
import { manifestFolder, pod } from '../manifest-folder.ts';
import { type RecordingOptions, recordingTerminal } from '../recording-terminal.ts';

const input = `${pod('one', { privileged: true })}---\n${pod('two')}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n---\nnull\n---\napiVersion: v1\nkind: Pod\nspec: 5\n`;

const run = async (args: string[], options?: RecordingOptions): Promise<string> => {
  const recording = recordingTerminal({ input, ...options });
  await runCli(['scan', '-', ...args], recording.terminal);
  return recording.out();
};

test('drydock scan: a table is coloured on a terminal only, and not when NO_COLOR is set', async () => {
  const plain = await run(['-f', 'table']);
  expect(plain).toContain('Pod/one.default');
  expect(plain).not.toContain('\x1b');
  const colored = await run(['-f', 'table'], { isTerminal: true });
  expect(colored).toContain('\x1b[');
  expect(colored.replace(/\x1b\[[0-9;]*m/g, '')).toBe(plain);
  expect(await run(['-f', 'table'], { isTerminal: true, environment: { NO_COLOR: '1' } })).toBe(plain);
  expect(await run(['-f', 'table'], { isTerminal: true, environment: { NO_COLOR: '' } })).toBe(colored);
});

test('drydock scan: a table in a file has no colours', async () => {
  const file = join(manifestFolder(), 'table.txt');
  await run(['-f', 'table', '-o', file], { isTerminal: true });
  expect(`${readFileSync(file, 'utf8')}\n`).toBe(await run(['-f', 'table']));
});

test('drydock scan: SARIF names the line of a finding in its file', async () => {
  const folder = manifestFolder({
    'a.yaml': pod('a', { privileged: true }),
    'b.yaml': `# comment\n${pod('b', { privileged: true })}`,
  });
  const recording = recordingTerminal();
  const args = ['scan', join(folder, 'a.yaml'), join(folder, 'b.yaml'), '-f', 'sarif', '-r', 'Privileged'];
  expect(await runCli(args, recording.terminal)).toBe(2);
  const { runs } = JSON.parse(recording.out());
  const lines = runs[0].results.map(
    (result: { locations: { physicalLocation: { region: { startLine: number } } }[] }) =>
      result.locations[0]!.physicalLocation.region.startLine,
  );
  expect(lines).toEqual([10, 11]);
});

test('drydock scan: SARIF names files as seen from where the command runs', async () => {
  const folder = manifestFolder({ 'k8s/a.yaml': pod('a', { privileged: true }) });
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
  for (const name of ['k8s/a.yaml', './k8s', join(process.cwd(), 'k8s/a.yaml')]) {
    const recording = recordingTerminal();
    await runCli(['scan', name, '-f', 'sarif'], recording.terminal);
    expect(recording.out()).toContain('"uri":"k8s/a.yaml"');
    expect(recording.out().endsWith('}\n')).toBe(true);
  }
});

test('drydock scan: JUnit and Markdown reports are written', async () => {
  expect(await run(['-f', 'junit'])).toMatch(/^<\?xml /);
  expect(await run(['-f', 'markdown'])).toContain('Pod/one.default');
});

test('drydock scan: a template may stand in a file or be the argument itself', async () => {
  const text = '{{range .}}{{.Object}} {{.Score}} {{len .Rules}}\n{{end}}';
  const folder = manifestFolder({ 'report.tpl': text });
  const expected =
    'Pod/one.default -30 27\nPod/two.default 0 27\nConfigMap/c.default 0 0\nUnknown 0 30\nPod/undefined.default 0 0\n\n';
  expect(await run(['-f', 'template', '-t', join(folder, 'report.tpl')])).toBe(expected);
  expect(await run(['-f', 'template', '-t', text])).toBe(expected);
  expect(await run(['-f', 'template', '-t', folder])).toBe(`Read ${folder}: is a directory\n`);
});

test('drydock scan: templates know for each rule whether it held, and see a rule once', async () => {
  const template = '{{range .}}{{range .Rules}}{{.ID}}={{.Containers}} {{end}}|{{end}}';
  const rules = ['-r', 'Privileged,HostPID,Privileged'];
  expect(await run(['-f', 'template', '-t', template, ...rules])).toBe(
    'Privileged=1 HostPID=0 |Privileged=0 HostPID=0 ||Privileged=0 HostPID=0 ||\n',
  );
});
