import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classifyFailure, isRetryable } from '../../functions/trivy/classify-failure.ts';

interface Failure {
  case: string;
  exit: number;
  log: string;
  code: string;
}

const lines = <T>(file: URL): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
const failures = lines<Failure>(new URL('fixtures/failures.ndjson', import.meta.url));
const ended = (log: string, code: number | null = 1) => ({ code, signal: null, log });

describe('what Trivy 0.68.2 says', () => {
  it.each(failures)('failure: $case is $code', ({ exit, log, code }) => {
    expect(classifyFailure(ended(log, exit)).code).toBe(code);
  });

  const recorded = new URL('../../../shared/trivy/errors.ndjson', import.meta.url);
  it.skipIf(!existsSync(recorded))(
    'failure: every recorded one, at full length, has the code of its short form',
    () => {
      const codes = new Map(failures.map((failure) => [failure.case, failure.code]));
      const whole = lines<{ case: string; rc: number; fatal: string | null; before: string[] }>(recorded);
      const failed = whole.filter(({ rc }) => rc !== 0);
      expect(failed.map((line) => line.case).sort()).toEqual([...codes.keys()].sort());
      for (const { case: name, rc, fatal, before } of failed) {
        const log = [...before, fatal ?? ''].map((line) => `2026-01-01T00:00:00Z\t${line}`).join('\n');
        expect([name, classifyFailure(ended(log, rc)).code]).toEqual([name, codes.get(name)]);
      }
    },
  );
});

describe('what a Trivy says that hides its last line', () => {
  const silent = lines<Failure>(new URL('fixtures/silent-failures.ndjson', import.meta.url));
  it.each(silent)('silent failure: $case is $code', ({ exit, log, code }) => {
    expect(classifyFailure(ended(log, exit)).code).toBe(code);
  });

  it('silent failure: warnings decide nothing, and what cannot be told is said so', () => {
    const log = 'INFO\t[vuln] Vulnerability scanning is enabled\nWARN\tUNAUTHORIZED: no space left on device';
    const failure = classifyFailure(ended(log));
    expect(failure).toMatchObject({ code: 'scanner_failed', message: expect.stringContaining('npm run layer') });
    expect(isRetryable(failure.code)).toBe(true);
  });

  it('silent failure: a stop by somebody else is told from others', () => {
    const log = 'INFO\tReceived signal, attempting graceful shutdown...';
    expect(classifyFailure(ended(log)).message).toContain('by somebody else');
  });
});

describe('how a run ended', () => {
  it.each([
    ['a SIGKILL that nobody here sent', { code: null, signal: 'SIGKILL' as const }, 'scanner_oom'],
    ['exit code 137', { code: 137, signal: null }, 'scanner_oom'],
    ['a SIGSEGV', { code: null, signal: 'SIGSEGV' as const }, 'scanner_failed'],
    ['our deadline', { code: 1, signal: null, stopped: 'deadline' as const }, 'scanner_timeout'],
    [
      'our deadline with SIGKILL',
      { code: null, signal: 'SIGKILL' as const, stopped: 'deadline' as const },
      'scanner_timeout',
    ],
    [
      'a report without end',
      { code: null, signal: 'SIGTERM' as const, stopped: 'output' as const },
      'report_too_large',
    ],
  ])('failure: %s is told apart', (_, end, code) => {
    expect(classifyFailure({ ...end, log: '' }).code).toBe(code);
  });

  it.each([
    ['fatal error: runtime: out of memory', 'scanner_oom'],
    ['runtime: fork/exec: cannot allocate memory', 'scanner_oom'],
    ['FATAL\tFatal error\twrite /tmp/x: no space left on device', 'scanner_no_space'],
    [
      'FATAL\tFatal error\tunable to store blob information in Redis cache (sha256:ab): dial tcp 127.0.0.1:9: connect: connection refused',
      'scanner_cache',
    ],
    ['FATAL\tFatal error\tfailed to apply layers: layer cache missing: sha256:ab', 'scanner_cache'],
    ['panic: runtime error: index out of range', 'scanner_failed'],
    ['', 'scanner_failed'],
  ])('failure: the text %j is %s', (log, code) => {
    expect(classifyFailure(ended(log, 2)).code).toBe(code);
  });

  it('failure: a warning before the FATAL line decides nothing', () => {
    const log = 'WARN\tUNAUTHORIZED\nFATAL\tFatal error\tarchive/tar: invalid tar header';
    expect(classifyFailure(ended(log)).code).toBe('broken_image');
  });

  it('failure: the message names no host, path or digest; the cause does (S24)', () => {
    for (const { log, exit } of failures) {
      const failure = classifyFailure(ended(log, exit));
      expect(failure.message).not.toMatch(/registry\.test|127\.0\.0\.1|WORK|sha256/);
      expect((failure.cause as Error).message.length).toBeGreaterThan(log === '' ? -1 : 0);
    }
  });
});

describe('trying again', () => {
  it.each(['scanner_oom', 'scanner_timeout', 'scanner_failed', 'registry_unavailable', 'database_missing'] as const)(
    'failure: %s may be tried again',
    (code) => expect(isRetryable(code)).toBe(true),
  );

  it.each(['broken_image', 'image_not_found', 'scanner_contract', 'report_too_large', 'not_an_image'] as const)(
    'failure: %s is final',
    (code) => expect(isRetryable(code)).toBe(false),
  );
});
