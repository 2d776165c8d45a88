import { expect, test } from 'vitest';
import { rulesTable } from '../../../cli/rules/rules-table.ts';
import { rulesYaml } from '../../../cli/rules/rules-yaml.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { readYaml } from '../../../functions/manifest/yaml/read.ts';
import { recordingTerminal } from '../recording-terminal.ts';

const run = async (...args: string[]) => {
  const recording = recordingTerminal();
  const code = await runCli(['print-rules', ...args], recording.terminal);
  return { code, out: recording.out(), err: recording.err() };
};

const rule = {
  id: 'Sample',
  selector: '.spec .hostPID == true',
  reason: 'short',
  kinds: ['Pod', 'Job'],
  points: -9,
  advise: 0,
};

test('drydock print-rules: JSON lists every rule by its id, with the fields of kubesec in their order', async () => {
  const { code, out } = await run();
  const rules: Record<string, unknown>[] = JSON.parse(out);
  expect(code).toBe(0);
  expect(rules).toHaveLength(30);
  expect(rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id).sort());
  for (const row of rules) expect(Object.keys(row)).toEqual(['id', 'selector', 'reason', 'kinds', 'points', 'advise']);
  expect(out).toBe(JSON.stringify(rules, null, 2));
  expect(rules.filter(({ advise }) => advise !== 0).map(({ id, advise }) => [id, advise])).toEqual([
    ['ReadOnlyRootFilesystem', 3],
    ['RunAsGroup', 4],
    ['RunAsNonRoot', 10],
    ['RunAsUser', 4],
  ]);
});

test('drydock print-rules: YAML reads back as the same rules', async () => {
  const { out } = await run('-f', 'yaml');
  expect(readYaml(new TextEncoder().encode(out))).toEqual(JSON.parse((await run('-f', 'json')).out));
});

test('print-rules as YAML: long texts are broken at the first blank after column 80', () => {
  const selector = `${'x'.repeat(40)} ${'y'.repeat(30)} ${'z'.repeat(10)} end`;
  expect(rulesYaml([{ ...rule, selector }])).toBe(
    `- id: Sample\n  selector: ${'x'.repeat(40)} ${'y'.repeat(30)}\n    ${'z'.repeat(10)} end\n  reason: short\n` +
      '  kinds:\n  - Pod\n  - Job\n  points: -9\n  advise: 0\n',
  );
});

test.each(['- a', 'a: b', 'a #b', "'a", '*a', ' a', 'a ', '12', 'a:'])(
  'print-rules as YAML: %j is quoted and reads back',
  (reason) => {
    const text = rulesYaml([{ ...rule, reason }]);
    expect(text).toContain(`reason: '`);
    expect(readYaml(new TextEncoder().encode(text))).toMatchObject([{ reason }]);
  },
);

test('print-rules as a table: columns are as wide as their widest cell and two blanks', () => {
  expect(rulesTable([rule, { ...rule, id: 'B', reason: 'longer é', kinds: ['Pod'] }])).toBe(
    'ID      |Reason    |Points  |Kinds\n' +
      'Sample  |short     |-9      |Pod,Job  |\n' +
      'B       |longer é  |-9      |Pod      |\n',
  );
});

test('drydock print-rules: an unknown format is refused', async () => {
  expect(await run('-f', 'xml')).toEqual({ code: 1, out: 'Unkown printing format: xml\n', err: '' });
  expect((await run('-f', 'table')).out).toMatch(/^ID {2,}\|Reason/);
});
