import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runCli } from '../../cli/run-cli.ts';
import { defaultLimits } from '../../functions/manifest/limits.ts';
import { startServer } from '../../local/server.ts';
import { silentLog } from '../local/silent-log.ts';
import { manifestFolder } from './manifest-folder.ts';
import { recordingTerminal } from './recording-terminal.ts';

const openServer = async () => {
  const folder = manifestFolder();
  const directory = join(folder, 'data');
  const settings = { limits: defaultLimits, retentionDays: 1 };
  const server = await startServer({ host: '127.0.0.1', port: 0, settings, storage: { directory }, log: silentLog });
  onTestFinished(() => server.close());
  const run = async (args: readonly string[], given: Parameters<typeof recordingTerminal>[0] = {}) => {
    const { terminal, out, err } = recordingTerminal({ environment: { DRYDOCK_DATA_DIR: directory }, ...given });
    const code = await runCli(['subscriptions', ...args], terminal);
    return { code, out: out(), err: err() };
  };
  return { folder, url: server.url, run };
};
const webhook = 'https://receiver.example.com/drydock';

it('subscriptions: one is put, shown, changed, rotated and deleted; its secret alone is on standard output', async () => {
  const { url, run } = await openServer();
  const flags = ['--severity', 'CRITICAL,high', '--fixable', '--repository', 'ghcr.io/team/**', '--digest', 'day'];
  const made = await run(['put', 'team', '--webhook', webhook, ...flags]);
  expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^whsec_\S+\n$/) });
  expect(made.err).toMatch(/team +active +webhook +https:\/\/receiver\.example\.com +CRITICAL HIGH fixable ghcr/);
  expect(made.err).toContain('each day');

  const listed = await run([]);
  expect(listed).toMatchObject({ code: 0, err: '' });
  expect(listed.out).toBe((await run(['list', '--server', `${url}/`])).out);
  expect(listed.out).toBe((await run(['get', 'team'])).out);
  const changed = await run(['put', 'team', '--webhook', webhook, '--paused']);
  expect(changed).toMatchObject({ code: 0, err: '' });
  expect(changed.out).toMatch(/team +paused .+everything +at once$/m);

  const rotated = await run(['rotate', 'team', '--overlap', '1h']);
  expect(rotated.out).toMatch(/^whsec_/);
  expect(rotated.out).not.toBe(made.out);
  expect(await run(['delete', 'team'])).toEqual({ code: 0, out: '', err: 'the subscription is removed\n' });
  expect(await run(['get', 'team'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('subscription') });
});

it('subscriptions: all of one comes from a file or standard input, where its URL is a secret', async () => {
  const { folder, run } = await openServer();
  const body = { target: { type: 'slack', url: 'https://hooks.slack.example/T/secret' }, filter: { events: ['new'] } };
  const file = join(folder, 'slack.json');
  writeFileSync(file, JSON.stringify(body));
  expect((await run(['put', 'chat', '--file', file])).code).toBe(0);
  const shown = JSON.parse((await run(['put', 'chat', '--file', '-', '--json'], { input: JSON.stringify(body) })).out);
  expect(shown).toMatchObject({ target: { type: 'slack', to: 'https://hooks.slack.example' }, state: 'active' });
  writeFileSync(file, '{"target": "secret');
  const broken = await run(['put', 'chat', '--file', file]);
  expect(broken).toEqual({ code: 2, out: '', err: `Error: ${file} holds no JSON object\n` });
});

it('subscriptions: a test is a message that is listed; what failed is sent again', async () => {
  const { run } = await openServer();
  // Nobody listens there.
  await run(['put', 'team', '--webhook', 'http://127.0.0.1:9/hook']);
  const sent = JSON.parse((await run(['test', 'team', '--json'])).out);
  const listed = await run(['deliveries', 'team']);
  expect(listed.out).toMatch(new RegExp(`^${sent.id} .+ dev\\.drydock\\.subscription\\.test\\.v1`, 'm'));
  for (const since of ['3d', '2026-11-24']) {
    const replayed = await run(['replay', 'team', '--since', since]);
    expect(replayed).toEqual({ code: 0, out: 'messages sent again: 0\n', err: '' });
  }
});

it.each([
  [['get'], 'list, or one of get, put, delete, test, deliveries, replay, rotate and a name'],
  [['list', 'team'], 'and a name is required'],
  [['toString', 'team'], 'and a name is required'],
  [['put', 'team'], 'put takes one of --webhook, --bus, --topic and --file'],
  [['put', 'team', '--webhook', webhook, '--bus', 'b'], 'put takes one of'],
  [['put', 'team', '--file', 'x', '--fixable'], 'leave out --fixable'],
  [['put', 'team', '--webhook', webhook, '--hour', '3'], '--hour is for --digest'],
  [['replay', 'team', '--since', 'monday'], '--since monday: expected'],
  [['rotate', 'team', '--overlap', 'soon'], '--overlap soon'],
  [['deliveries', 'team', '--limit', '0'], '--limit must be'],
])('subscriptions %j: is refused before a server is asked', async (args, message) => {
  const { terminal, out, err } = recordingTerminal();
  expect(await runCli(['subscriptions', ...args], terminal)).toBe(2);
  expect(out()).toBe('');
  expect(err()).toContain(message);
});
