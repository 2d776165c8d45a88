import { expect, test } from 'vitest';
import { runCli } from '../../cli/run-cli.ts';
import { recordingTerminal } from './recording-terminal.ts';

const run = async (...args: string[]) => {
  const recording = recordingTerminal();
  const code = await runCli(args, recording.terminal);
  return { code, out: recording.out(), err: recording.err() };
};

test('drydock: without a command it tells what it can do', async () => {
  const { code, out, err } = await run();
  expect(code).toBe(0);
  expect(err).toBe('');
  for (const name of ['scan', 'http', 'print-rules', 'version', 'list', 'get']) expect(out).toContain(`\n  ${name} `);
  for (const args of [['-h'], ['--help'], ['help'], ['-h', 'scan'], ['--'], ['--', 'scan'], ['-'], ['']]) {
    expect(await run(...args)).toEqual({ code, out, err });
  }
});

test('drydock: help on a command is the same wherever it is asked for', async () => {
  const { code, out, err } = await run('help', 'scan');
  expect(code).toBe(0);
  expect(err).toBe('');
  expect(out).toContain('Usage:\n  drydock scan [file] [flags]\n');
  expect(out).toContain('  -f, --format string               output format');
  expect(out).toContain('      --exit-code int               exit code of a scan that fails (default 2)\n');
  expect(await run('scan', '--help')).toEqual({ code, out, err });
  expect(await run('scan', 'file.yaml', '-h')).toEqual({ code, out, err });
  expect((await run('help', 'nope')).err).toMatch(/^Unknown help topic \[`nope`\]\n/);
});

test('drydock: an unknown command is refused, with a hint when it looks like a known one', async () => {
  expect(await run('frobnicate')).toEqual({
    code: 1,
    out: 'Unknown command "frobnicate" for "drydock"\n',
    err: 'Error: unknown command "frobnicate" for "drydock"\nRun \'drydock --help\' for usage.\n',
  });
  expect((await run('scn')).out).toBe('Unknown command "scn" for "drydock"\n\nDid you mean this?\n\tscan\n\n');
  expect((await run('prin')).out).toContain('\tprint-rules\n');
});

test('drydock: a flag before the command takes the next word for its value', async () => {
  expect((await run('-f', 'yaml', 'print-rules')).out).toMatch(/^- id: /);
  expect((await run('--format=yaml', 'print-rules')).out).toMatch(/^- id: /);
  expect((await run('--debug', 'scan', 'good.yaml')).out).toBe('Unknown command "good.yaml" for "drydock"\n');
});

test('drydock: an unknown flag is refused with the usage of what was asked', async () => {
  const root = await run('--nope');
  expect(root).toMatchObject({ code: 1, out: 'Unknown flag: --nope\n' });
  expect(root.err).toMatch(/^Error: unknown flag: --nope\nUsage:\n {2}drydock \[command\]\n/);
  const command = await run('print-rules', '--nope');
  expect(command).toMatchObject({ code: 1, out: 'Unknown flag: --nope\n' });
  expect(command.err).toMatch(/^Error: unknown flag: --nope\nUsage:\n {2}drydock print-rules \[flags\]\n/);
});

test('drydock version: names the versions of drydock, of the schemas and of Node', async () => {
  expect(await run('version')).toEqual({
    code: 0,
    out: `version 0.1.0\nkubernetes schemas 1.25.0 to 1.37.0\nnode ${process.versions.node}\n`,
    err: '',
  });
});
