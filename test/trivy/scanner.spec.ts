import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { defaultTrivyLimits } from '../../functions/trivy/limits.ts';
import { type ImageScannerDeps, imageScanner } from '../../functions/trivy/scanner.ts';
import { handTimer } from '../scans/hand-timer.ts';
import { sampleAdvisories } from './database/sample-advisories.ts';
import { type FakeBehaviour, fakeTrivy } from './fake-trivy.ts';
import { promotedDatabase } from './promoted-database.ts';

const report = JSON.stringify({ SchemaVersion: 2, ArtifactType: 'container_image' });
const reference = `127.0.0.1:5000/${'ab'.repeat(16)}@sha256:${'c'.repeat(64)}`;

describe('a scan by a scripted Trivy', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'drydock-scanner-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const scanner = (behaviour: FakeBehaviour, deps: Partial<ImageScannerDeps> = {}) =>
    imageScanner({
      binary: { path: fakeTrivy(join(directory, 'bin'), behaviour), version: '0.68.2', origin: 'TRIVY_BIN' },
      promoted: deps.promoted ?? promotedDatabase(directory),
      jobs: join(directory, 'jobs'),
      ...(deps.limits && { limits: deps.limits }),
      ...(deps.timer && { timer: deps.timer }),
    });
  const told = () => JSON.parse(readFileSync(join(directory, 'told.json'), 'utf8'));
  const leftovers = () => readdirSync(join(directory, 'jobs'));

  it('scan: the report comes back byte for byte, with what made it', async () => {
    const scan = await scanner({ report }).scan({ reference });
    expect(scan.raw.toString()).toBe(report);
    expect(scan.report.SchemaVersion).toBe(2);
    expect(scan).toMatchObject({ trivyVersion: '0.68.2', jarsUnknown: false });
    expect(scan.database.id).toBe('20260101T000000Z-0123456789ab');
  });

  it('scan: Trivy gets PATH, HOME, TMPDIR and a proxy that leads nowhere, nothing of ours (S3)', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'TRIVY_SERVER', 'NODE_OPTIONS']) vi.stubEnv(name, '');
    await scanner({ report, tellsTo: join(directory, 'told.json') }).scan({ reference });
    vi.unstubAllEnvs();
    const { env, cwd } = told();
    expect(env).toEqual({
      PATH: '/usr/bin:/bin',
      HOME: cwd,
      TMPDIR: cwd,
      HTTP_PROXY: 'http://127.0.0.1:9',
      HTTPS_PROXY: 'http://127.0.0.1:9',
    });
  });

  it("scan: the cache's secret is in the environment, where its owner alone sees it, not among the arguments", async () => {
    const cacheUrl = 'redis://name:secret@127.0.0.1:9';
    await scanner({ report, tellsTo: join(directory, 'told.json') }).scan({ reference, cacheUrl });
    expect(told().env.TRIVY_CACHE_BACKEND).toBe(cacheUrl);
    expect(told().args.join(' ')).not.toContain('secret');
  });

  it('scan: the database is there, the directory is its own, and gone afterwards', async () => {
    await scanner({ report, tellsTo: join(directory, 'told.json') }).scan({ reference });
    const { files, cwd, args } = told();
    expect(files).toEqual(expect.arrayContaining(['db/metadata.json', 'db/trivy.db', 'java-db/trivy-java.db']));
    expect(cwd.startsWith(join(directory, 'jobs'))).toBe(true);
    expect(args).toEqual(
      expect.arrayContaining(['image', '--offline-scan', '--skip-db-update', '--skip-java-db-update', reference]),
    );
    expect(leftovers()).toEqual([]);
  });

  it('scan: less memory and other scanners can be asked for', async () => {
    const scan = { reference, parallel: 1, scanners: ['vuln', 'secret'] as const };
    await scanner({ report, tellsTo: join(directory, 'told.json') }).scan(scan);
    expect(told().args.join(' ')).toMatch(/--scanners vuln,secret .*--parallel 1 /);
  });

  it('scan: phases are told once, in their order', async () => {
    const phases: string[] = [];
    const says = [
      'x\tINFO\t[vuln] Vulnerability scanning is enabled',
      'x\tINFO\tDetected OS\tfamily="debian"',
      'x\tINFO\tNumber of language-specific files\tnum=0',
    ];
    await scanner({ report, says }).scan({ reference, onPhase: (phase) => phases.push(phase) });
    expect(phases).toEqual(['analysing', 'matching']);
  });

  it.each([
    ['a kill', { dies: 'SIGKILL' as const }, 'scanner_oom'],
    ['a report that is cut off', { report: report.slice(0, 20) }, 'scanner_contract'],
    ['a report of another schema', { report: report.replace('2', '3') }, 'scanner_contract'],
    ['no report', {}, 'scanner_contract'],
    ['a whole report with exit code 1', { report, exit: 1 }, 'scanner_failed'],
    ['a full disk', { exit: 1, says: ['FATAL\tx\twrite: no space left on device'] }, 'scanner_no_space'],
    ['a flood', { floods: true }, 'report_too_large'],
  ])('scan: %s is a failure, and nothing is left behind (F1, F29, F31)', async (_, behaviour, code) => {
    const limits = { ...defaultTrivyLimits, reportBytes: 100_000 };
    await expect(scanner(behaviour, { limits }).scan({ reference })).rejects.toMatchObject({ code });
    expect(leftovers()).toEqual([]);
  });

  it('scan: at the deadline of the job it ends as scanner_timeout, and nothing is left behind (F2)', async () => {
    const timer = handTimer();
    const says = ['x\tINFO\t[vuln] Vulnerability scanning is enabled'];
    const scan = scanner({ hangs: true, says }, { timer: timer.set }).scan({
      reference,
      deadlineMs: 5_000,
      onPhase: () => timer.advance(5_000),
    });
    await expect(scan).rejects.toMatchObject({ code: 'scanner_timeout' });
    expect(leftovers()).toEqual([]);
  });

  it('scan: a scan that is called off rejects with the reason', async () => {
    const abort = new AbortController();
    const says = ['x\tINFO\t[vuln] Vulnerability scanning is enabled'];
    const onPhase = (): void => abort.abort(new Error('not needed any more'));
    const scan = scanner({ hangs: true, says }).scan({ reference, signal: abort.signal, onPhase });
    await expect(scan).rejects.toThrow('not needed any more');
    expect(leftovers()).toEqual([]);
  });

  it('scan: jars without a Java database are scanned as far as they name themselves, and flagged', async () => {
    const { java: _, ...withoutJava } = sampleAdvisories;
    const promoted = promotedDatabase(directory, withoutJava);
    const scan = await scanner({ report, wantsJavaDatabase: true }, { promoted }).scan({ reference });
    expect(scan.jarsUnknown).toBe(true);
    const quiet = await scanner({ report }, { promoted }).scan({ reference });
    expect(quiet.jarsUnknown).toBe(false);
  });

  it('scan: a Java database that is kept elsewhere is fetched only when an image holds a jar', async () => {
    const here = promotedDatabase(directory);
    const folder = join(directory, 'promoted', 'java-db');
    renameSync(folder, join(directory, 'elsewhere'));
    let fetches = 0;
    const fetchJava = async (): Promise<void> => {
      fetches += 1;
      renameSync(join(directory, 'elsewhere'), folder);
    };
    const promoted = async () => ({ ...(await here()), fetchJava });
    await scanner({ report }, { promoted }).scan({ reference });
    expect(fetches).toBe(0);
    const scan = await scanner({ report, wantsJavaDatabase: true }, { promoted }).scan({ reference });
    expect([scan.jarsUnknown, fetches]).toEqual([false, 1]);
  });

  it('scan: a release that Trivy does not know is flagged, with or without someone who follows the phases', async () => {
    const says = ['x\tWARN\tThis OS version is not on the EOL list\tfamily="debian" version="99"'];
    const unknown = await scanner({ report, says }).scan({ reference });
    const followed = await scanner({ report, says }).scan({ reference, onPhase: () => {} });
    const known = await scanner({ report }).scan({ reference });
    expect([unknown, followed, known].map(({ osUnlisted }) => osUnlisted)).toEqual([true, true, false]);
  });

  it('scan: too little disk space is found out before Trivy starts (F29)', async () => {
    const limits = { freeBytes: Number.MAX_SAFE_INTEGER };
    const scan = scanner({ report, tellsTo: join(directory, 'told.json') }, { limits }).scan({ reference });
    await expect(scan).rejects.toMatchObject({ code: 'scanner_no_space' });
    expect(readdirSync(directory)).not.toContain('told.json');
  });

  it('scan: the first one removes what killed processes left (F29)', async () => {
    mkdirSync(join(directory, 'jobs', 'job-999999999-abc', 'cache'), { recursive: true });
    await scanner({ report }).scan({ reference });
    expect(leftovers()).toEqual([]);
  });

  it('scan: without a database it says how to get one (F4)', async () => {
    const promoted = () => Promise.reject(new DrydockError('database_missing', 'drydock db pull'));
    await expect(scanner({ report }, { promoted }).scan({ reference })).rejects.toMatchObject({
      code: 'database_missing',
    });
  });

  it.each([
    '-o/etc/x',
    '--config=/etc/x',
    '@file',
    'nginx\0',
    'nginx\n--x',
    'a'.repeat(10_000),
    '\u202enginx',
    'nginx:1.27',
    `${reference} --x`,
  ])('scan: the reference %j never becomes an argument', async (name) => {
    const scan = scanner({ report, tellsTo: join(directory, 'told.json') }).scan({ reference: name });
    await expect(scan).rejects.toMatchObject({ code: 'internal' });
    expect(readdirSync(directory)).not.toContain('told.json');
  });

  it.each([
    { platform: { os: '--config', architecture: 'amd64' } },
    { platform: { os: 'linux', architecture: 'amd64', variant: 'v8 -o x' } },
    { scanners: ['vuln,--x' as 'vuln'] },
    { scanners: [] },
    { parallel: 0.5 },
  ])('scan: the option %j never becomes an argument', async (option) => {
    await expect(scanner({ report }).scan({ reference, ...option })).rejects.toMatchObject({ code: 'internal' });
  });
});
