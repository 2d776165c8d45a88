import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemTimer } from '../../functions/system-timer.ts';
import { defaultTrivyLimits } from '../../functions/trivy/limits.ts';
import { type ProcessRequest, runProcess } from '../../functions/trivy/run-process.ts';
import { handTimer } from '../scans/hand-timer.ts';
import { type FakeBehaviour, fakeTrivy } from './fake-trivy.ts';

const limits = { ...defaultTrivyLimits, runMs: 60_000, graceMs: 2_000, reportBytes: 1_000_000 };
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydock-run-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const request = (behaviour: FakeBehaviour, more: Partial<ProcessRequest> = {}): ProcessRequest => ({
  file: fakeTrivy(directory, behaviour),
  args: ['image', '--cache-dir', directory],
  env: { ONLY: 'this' },
  cwd: directory,
  ...more,
});
const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0) && !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('a run', () => {
  it('run: output, exit code and log come back', async () => {
    const end = await runProcess(systemTimer, limits, request({ says: ['one', 'two'], report: '{}', exit: 3 }));
    expect(end).toEqual({ code: 3, signal: null, output: Buffer.from('{}'), log: 'one\ntwo\n' });
  });

  it('run: the environment is the given one and nothing of ours (S3)', async () => {
    const told = join(directory, 'told.json');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    try {
      await runProcess(systemTimer, limits, request({ tellsTo: told }));
    } finally {
      vi.unstubAllEnvs();
    }
    const { env } = JSON.parse(readFileSync(told, 'utf8')) as { env: Record<string, string> };
    expect(env).toEqual({ ONLY: 'this' });
  });

  it('run: arguments with shell signs arrive as they are (S4)', async () => {
    const told = join(directory, 'told.json');
    const args = ['image', '$(id)', '`id`', ';id', '--cache-dir', directory];
    await runProcess(systemTimer, limits, request({ tellsTo: told }, { args }));
    expect((JSON.parse(readFileSync(told, 'utf8')) as { args: string[] }).args).toEqual(args);
  });

  it('run: a program that cannot be started is scanner_failed', async () => {
    const run = runProcess(systemTimer, limits, { ...request({}), file: join(directory, 'absent') });
    await expect(run).rejects.toMatchObject({ code: 'scanner_failed' });
  });
});

describe('a run that is stopped', () => {
  it('deadline: the process gets SIGTERM', async () => {
    const timer = handTimer();
    const onLine = (line: string) => line === 'ready' && timer.advance(60_000);
    const end = await runProcess(timer.set, limits, request({ hangs: true }, { onLine }));
    expect(end).toMatchObject({ signal: 'SIGTERM', stopped: 'deadline' });
    expect(timer.waiting()).toBe(0);
  });

  it('deadline: a process that ignores SIGTERM gets SIGKILL after the grace (F2)', async () => {
    const timer = handTimer();
    const onLine = (line: string): void => {
      if (line === 'ready') timer.advance(60_000);
      if (line === 'no') timer.advance(2_000);
    };
    const end = await runProcess(timer.set, limits, request({ ignoresTerm: true }, { onLine }));
    expect(end).toMatchObject({ signal: 'SIGKILL', stopped: 'deadline' });
  });

  it('deadline: children of the process end with it (F2)', async () => {
    const timer = handTimer();
    let child = 0;
    const onLine = (line: string): void => {
      if (line.startsWith('child ')) child = Number(line.slice(6));
      if (line === 'ready') timer.advance(60_000);
    };
    await runProcess(timer.set, limits, request({ forks: true, hangs: true }, { onLine }));
    expect(child).toBeGreaterThan(0);
    await vi.waitFor(() => expect(isRunning(child)).toBe(false));
  });

  it('run: a child that is left behind ends when the process does', async () => {
    let child = 0;
    const onLine = (line: string): void => {
      if (line.startsWith('child ')) child = Number(line.slice(6));
    };
    const end = await runProcess(systemTimer, limits, request({ forks: true, report: '{}' }, { onLine }));
    expect(end).toMatchObject({ code: 0, output: Buffer.from('{}') });
    await vi.waitFor(() => expect(isRunning(child)).toBe(false));
  });

  it('abort: the process ends', async () => {
    const abort = new AbortController();
    const onLine = (line: string) => line === 'ready' && abort.abort();
    const end = await runProcess(systemTimer, limits, request({ hangs: true }, { onLine, signal: abort.signal }));
    expect(end).toMatchObject({ stopped: 'cancelled' });
  });

  it('abort: a signal that was aborted before ends the process at once', async () => {
    const end = await runProcess(systemTimer, limits, request({ hangs: true }, { signal: AbortSignal.abort() }));
    expect(end).toMatchObject({ stopped: 'cancelled' });
  });

  it('output: a flood is cut at the limit', async () => {
    const end = await runProcess(systemTimer, limits, request({ floods: true }));
    expect(end.stopped).toBe('output');
    expect(end.output.length).toBeLessThanOrEqual(limits.reportBytes);
  });

  it('output: of a long log the end is kept', async () => {
    const says = [...Array.from({ length: 5_000 }, (_, line) => `line ${line} ${'x'.repeat(50)}`), 'the end'];
    const end = await runProcess(systemTimer, { ...limits, logBytes: 1_000 }, request({ says }));
    expect(end.log).toHaveLength(1_000);
    expect(end.log).toMatch(/the end\n$/);
  });
});
