import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type MainProcess, runMain } from './run-main.ts';

const directory = mkdtempSync(join(tmpdir(), 'drydock-main-'));
const started: MainProcess[] = [];
afterAll(() => {
  for (const one of started) one.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

function run(...flags: string[]): MainProcess {
  const one = runMain({ DRYDOCK_DATA_DIR: directory }, ...flags);
  started.push(one);
  return one;
}

describe('npm start', () => {
  it('says what it serves with a line to try, answers it, and ends on a signal with nothing lost', async () => {
    const first = run('--port', '0');
    const [, url] = await first.says(/^drydock \d+\.\d+\.\d+ serves (\S+), schemas of Kubernetes \d+\.\d+\.\d+/m);
    await first.says(/^Try: curl -sSX POST --data-binary @pod\.yaml http:\S+\/scan$/m);
    const scanned = await fetch(`${url}/scan`, { method: 'POST', body: 'kind: Pod\napiVersion: v1\n' });
    expect([scanned.status, scanned.headers.get('drydock-stored')]).toEqual([200, 'pending']);
    await first.says(/ request route="POST \/scan" method=POST status=200 /);
    first.kill('SIGTERM');
    expect(await first.ended).toBe(0);

    const second = run('--port', '0', '--quiet');
    const [, again] = await second.says(/ serves (\S+),/);
    expect((await fetch(again + scanned.headers.get('location')!)).status).toBe(200);
    second.kill('SIGINT');
    expect(await second.ended).toBe(0);
    expect(second.output()).not.toContain('request');
  });

  it('a busy port and data in use each end a start with one clear line', async () => {
    const first = run('--port', '0');
    const [, port] = await first.says(/ serves http:\/\/127\.0\.0\.1:(\d+),/);
    const onData = run('--port', '0');
    expect(await onData.ended).toBe(1);
    expect(onData.output()).toMatch(
      /^drydock: \S+ is in use by process \d+: stop it first, or choose another data directory\n$/,
    );
    const onPort = run('--port', port!, '--data-dir', join(directory, 'other'));
    expect(await onPort.ended).toBe(1);
    expect(onPort.output()).toBe(
      `drydock: 127.0.0.1:${port} is in use: stop what listens there, or choose another port\n`,
    );
    first.kill('SIGTERM');
    await first.ended;
  });

  it('a wrong flag ends a start with its name', async () => {
    const wrong = run('--prot', '1');
    expect(await wrong.ended).toBe(1);
    expect(wrong.output()).toMatch(/^drydock: .*--prot/);
  });
});
