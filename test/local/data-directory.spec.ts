import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataDirectory } from '../../local/data-directory.ts';
import { isRunning, thisProcess } from '../../local/process-identity.ts';
import { findServer, writeServerFile } from '../../local/server-file.ts';

let directory = '';
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'drydock-')), 'data');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const server = { url: 'http://127.0.0.1:8080', port: 8080, secret: 'secret' };
const modeOf = (path: string): number => statSync(path).mode & 0o777;

/** A process that holds the directory until it is killed. */
async function holder() {
  const code = `
    const { openDataDirectory } = await import(${JSON.stringify(join(import.meta.dirname, '../../local/data-directory.ts'))});
    const { writeServerFile } = await import(${JSON.stringify(join(import.meta.dirname, '../../local/server-file.ts'))});
    openDataDirectory(${JSON.stringify(directory)});
    writeServerFile(${JSON.stringify(directory)}, ${JSON.stringify(server)});
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    pid: child.pid!,
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('data directory', () => {
  it('data directory: is made for its owner only and given back when closed', () => {
    const data = openDataDirectory(directory);
    expect(modeOf(directory)).toBe(0o700);
    data.close();
    expect(readdirSync(directory)).toEqual([]);
    openDataDirectory(directory).close();
  });

  it('data directory: one that was there keeps its mode', () => {
    mkdirSync(directory, { mode: 0o755 });
    openDataDirectory(directory).close();
    expect(modeOf(directory)).toBe(0o755);
  });

  it('data directory: a path that cannot be one is refused with the reason', () => {
    writeFileSync(directory, 'a file');
    const refused = { code: 'bad_configuration', message: expect.stringMatching(/data directory: (ENOTDIR|EEXIST)/) };
    expect(() => openDataDirectory(directory)).toThrow(expect.objectContaining(refused));
    expect(() => openDataDirectory(join(directory, 'below'))).toThrow(expect.objectContaining(refused));
  });

  it('data directory: the same process cannot take it twice', () => {
    const data = openDataDirectory(directory);
    const refused = expect.objectContaining({ code: 'bad_configuration' });
    expect(() => openDataDirectory(directory)).toThrow(refused);
    expect(() => openDataDirectory(`${directory}/.`)).toThrow(refused);
    data.close();
  });

  it('data directory: one held by another process is refused by name, after its SIGKILL it is free', async () => {
    const other = await holder();
    expect(() => openDataDirectory(directory)).toThrow(
      expect.objectContaining({ code: 'bad_configuration', message: expect.stringContaining(`process ${other.pid}`) }),
    );
    expect(findServer(directory)).toMatchObject({ ...server, pid: other.pid });
    await other.kill();
    expect(findServer(directory)).toBeUndefined();
    const data = openDataDirectory(directory);
    expect(readdirSync(directory)).toEqual(['lock']);
    data.close();
  });

  it('data directory: a lock of a process whose number is used again is abandoned', () => {
    openDataDirectory(directory).close();
    writeFileSync(join(directory, 'lock'), JSON.stringify({ pid: process.pid, started: 'another boot/1' }));
    openDataDirectory(directory).close();
    writeFileSync(join(directory, 'lock'), '');
    openDataDirectory(directory).close();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('data directory: a lock taken by somebody else meanwhile is not given back', () => {
    const data = openDataDirectory(directory);
    const theirs = JSON.stringify({ pid: 1, started: '' });
    writeFileSync(join(directory, 'lock'), theirs);
    data.close();
    expect(existsSync(join(directory, 'lock'))).toBe(true);
  });
});

describe('server file', () => {
  it('server file: tells where the running server is, to its owner only', () => {
    const data = openDataDirectory(directory);
    expect(findServer(directory)).toBeUndefined();
    writeServerFile(directory, server);
    expect(findServer(directory)).toEqual({ ...server, ...thisProcess() });
    expect(modeOf(join(directory, 'server.json'))).toBe(0o600);
    data.close();
    expect(findServer(directory)).toBeUndefined();
  });

  it('server file: one that is damaged or names no running process leads nowhere', () => {
    openDataDirectory(directory).close();
    const path = join(directory, 'server.json');
    const whole = { ...server, ...thisProcess() };
    for (const text of ['', '{', '[]', 'null', JSON.stringify({ ...whole, pid: 'x' })]) {
      writeFileSync(path, text);
      expect(findServer(directory), text).toBeUndefined();
    }
    for (const missing of ['url', 'secret', 'port'] as const) {
      writeFileSync(path, JSON.stringify({ ...whole, [missing]: undefined }));
      expect(findServer(directory), missing).toBeUndefined();
    }
    writeFileSync(path, JSON.stringify({ ...whole, started: 'another boot/1' }));
    expect(findServer(directory)).toBeUndefined();
  });

  it('process: this one runs, and where starts cannot be told its number decides', () => {
    expect(isRunning(thisProcess())).toBe(true);
    expect(isRunning({ pid: process.pid, started: '' })).toBe(true);
    expect(isRunning({ pid: 1, started: '' })).toBe(true);
    expect(isRunning({ pid: 2 ** 22 + 1, started: '' })).toBe(false);
  });
});
