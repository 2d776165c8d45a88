import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemTimer } from '../../../functions/system-timer.ts';
import { scanDocuments } from '../../../functions/trivy/server/scan-answer.ts';
import type { ReadyServer } from '../../../functions/trivy/server/warm-server.ts';
import type { Timer } from '../../../functions/trivy/timing.ts';
import { type WarmRoom, warmRoom } from './warm-room.ts';

const document = Buffer.from(
  JSON.stringify({ SchemaVersion: 2, PackageInfos: [{ Packages: [{ Name: 'musl', Version: '1' }] }] }),
);

describe('a warm server', () => {
  let room: WarmRoom;
  afterEach(() => room.close());

  /** Date of the database and process id, as the scripted server puts them into a title. */
  const ask = async (ready: ReadyServer, target = 'image') => {
    const answer = await scanDocuments(ready, { target, documents: [document] });
    return answer!.results[0]!.vulnerabilities![0]!.title!.split(' ') as [day: string, pid: string];
  };
  const use = (target?: string) => room.server.use((ready) => ask(ready, target));
  const jobs = () => readdirSync(join(room.directory, 'jobs'));
  const isRunning = (pid: string): boolean => {
    try {
      return process.kill(Number(pid), 0);
    } catch {
      return false;
    }
  };

  it('warm server: many uses, also at once, share one process', async () => {
    room = warmRoom();
    const answers = await Promise.all([use(), use(), use()]);
    answers.push(await use());
    expect(new Set(answers.map(([, pid]) => pid)).size).toBe(1);
    expect(jobs()).toHaveLength(1);
  });

  it('warm server: a new database gets a new server; the old one ends when its last use does', async () => {
    room = warmRoom();
    const [, earlier] = await use();
    const during = await room.server.use(async (ready) => {
      room.promote('2026-01-02');
      const [day, pid] = await use();
      expect(day).toBe('2026-01-02T00:00:00.000Z');
      expect(pid).not.toBe(earlier);
      return ask(ready);
    });
    expect(during).toEqual(['2026-01-01T00:00:00.000Z', earlier]);
    await expect.poll(() => isRunning(earlier)).toBe(false);
    await expect.poll(() => jobs().length).toBe(1);
  });

  it('warm server: a crash fails the calls of that moment, retryable; the next use has a new process', async () => {
    room = warmRoom({ crashesAt: 'poison' });
    const [, first] = await use();
    await expect(use('poison')).rejects.toMatchObject({ code: 'scanner_failed' });
    expect((await use())[1]).not.toBe(first);
  });

  it('warm server: pauses grow while crashes follow each other, up to a limit, and begin anew after a success', async () => {
    const pauses: number[] = [];
    const timer: Timer = (ms, run) => {
      if (ms >= 60_000 && ms < 300_000) pauses.push(ms / 60_000);
      return systemTimer(ms === 5 || ms > 300_000 ? ms : 1, run);
    };
    const limits = { startMs: 400_000, callMs: 400_000, backoffMs: 60_000, longestBackoffMs: 180_000 };
    room = warmRoom({ crashesAt: 'poison' }, { timer, limits });
    for (const target of ['poison', 'poison', 'poison', 'poison', 'fine', 'poison', 'fine']) {
      await use(target).catch(() => undefined);
    }
    expect(pauses).toEqual([1, 2, 3, 3, 1]);
  });

  it('warm server: a start that fails tells why, and leaves nothing', async () => {
    room = warmRoom({ refuses: 'init error: DB error: database error: invalid database' });
    await expect(use()).rejects.toMatchObject({ code: 'database_broken' });
    expect(jobs()).toEqual([]);
  });

  it('warm server: one that never gets ready is ended at its deadline', async () => {
    room = warmRoom({ neverReady: true }, { limits: { startMs: 20 } });
    await expect(use()).rejects.toMatchObject({ code: 'scanner_timeout' });
    await expect.poll(jobs).toEqual([]);
  });

  it('warm server: closed, its process is gone and so is its directory; it is not used again', async () => {
    room = warmRoom();
    const [, pid] = await use();
    await room.server.close();
    expect(isRunning(pid)).toBe(false);
    expect(jobs()).toEqual([]);
    await expect(use()).rejects.toMatchObject({ code: 'scanner_failed' });
  });

  it('warm server: it starts with an environment of its own, and no secret among its arguments', async () => {
    room = warmRoom({ tells: true });
    await use();
    const { args, env } = JSON.parse(readFileSync(join(room.directory, 'bin', 'told.json'), 'utf8'));
    expect(Object.keys(env).toSorted()).toEqual([
      'HOME',
      'HTTPS_PROXY',
      'HTTP_PROXY',
      'PATH',
      'TMPDIR',
      'TRIVY_CACHE_BACKEND',
      'TRIVY_DISABLE_TELEMETRY',
      'TRIVY_SKIP_VERSION_CHECK',
      'TRIVY_TOKEN',
    ]);
    expect(args.join(' ')).not.toContain(env.TRIVY_TOKEN);
    expect(args.join(' ')).not.toContain(new URL(env.TRIVY_CACHE_BACKEND).password);
    expect(args).toContain('--skip-db-update');
  });
});
