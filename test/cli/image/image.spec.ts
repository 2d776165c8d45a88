import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRoom, roomWithDatabase, trivyReport } from './room.ts';

test('drydock image: the table names target, counts and findings of an image in a registry on loopback', async () => {
  const room = await roomWithDatabase();
  const { code, out, err } = await room.run(['image', room.reference]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain(`${room.reference} (debian 12.1)\n`);
  expect(out).toContain('Verdict: FAIL\n  - 1 CRITICAL finding with a fix\n');
  expect(out).toContain('Total: 2 (CRITICAL: 1, HIGH: 1), 1 with a fix');
  expect(out).toMatch(/libssl3 +CVE-2023-5363 +CRITICAL +fixed +3\.0\.9-1 +3\.0\.11-1~deb12u2 +CVE-2023-5363 is bad\n/);
  expect(out).not.toContain('127.0.0.1:4711');
});

test('drydock image: JSON has verdict, coverage, counts and findings', async () => {
  const room = await roomWithDatabase();
  const { out } = await room.run(['image', '-f', 'json', room.reference]);
  expect(JSON.parse(out)).toMatchObject({
    kind: 'image',
    status: 'done',
    image: room.reference,
    digest: room.image.manifest.digest,
    platform: 'linux/amd64',
    verdict: 'fail',
    coverage: { os: { family: 'debian', name: '12.1' }, packages: { os: 1, library: 1 }, database: { stale: false } },
    counts: { total: 3, fixable: 2, bySeverity: { CRITICAL: { total: 1, fixable: 1 } } },
    findings: { items: [{ id: 'CVE-2023-5363' }, { id: 'CVE-2023-0464' }, { id: 'CVE-2021-23337' }] },
  });
});

test("drydock image: format trivy is Trivy's own JSON with the image's real names", async () => {
  const room = await roomWithDatabase();
  const { out } = await room.run(['image', '-f', 'trivy', '--severity', 'CRITICAL', room.reference]);
  const report = JSON.parse(out);
  expect(report.ArtifactName).toBe(room.reference);
  expect(report.Metadata.RepoDigests).toEqual([`${room.registry.host}/shop/web@${room.image.manifest.digest}`]);
  expect(report.Results[0].Vulnerabilities).toHaveLength(1);
  expect(out).not.toContain('127.0.0.1:4711');
});

test('drydock image: filters decide what is shown and, with --exit-code, how it ends', async () => {
  const room = await roomWithDatabase();
  const ids = async (...flags: string[]) => {
    const { code, out } = await room.run(['image', '-f', 'json', '--exit-code', '7', ...flags, room.reference]);
    return [code, ...JSON.parse(out).findings.items.map(({ id }: { id: string }) => id)];
  };
  expect(await ids('--severity', 'HIGH,low')).toEqual([7, 'CVE-2023-0464', 'CVE-2021-23337']);
  expect(await ids('--ignore-unfixed')).toEqual([7, 'CVE-2023-5363', 'CVE-2021-23337']);
  expect(await ids('--pkg-types', 'library')).toEqual([7, 'CVE-2021-23337']);
  expect(await ids('--severity', 'MEDIUM')).toEqual([0]);
});

test('drydock image: an image that nothing is known of is said so on standard error, and is not shown as clean', async () => {
  const room = await roomWithDatabase({ SchemaVersion: 2, ArtifactType: 'container_image' });
  for (const flags of [[], ['-q', '-f', 'sarif'], ['-f', 'markdown']]) {
    const { code, out, err } = await room.run(['image', ...flags, room.reference]);
    expect(code).toBe(0);
    expect(err).toContain('drydock: not known to be clean: no package was found');
    expect(out).toMatch(/UNKNOWN|IncompleteScan/);
  }
});

test('drydock image: -o writes the report to a file and leaves standard output alone', async () => {
  const room = await roomWithDatabase();
  const path = join(room.directory, 'report.sarif');
  expect(await room.run(['image', '-f', 'sarif', '-o', path, room.reference])).toEqual({ code: 0, out: '', err: '' });
  expect(JSON.parse(readFileSync(path, 'utf8')).version).toBe('2.1.0');
  const { code, err } = await room.run(['image', '-o', join(room.directory, 'no', 'where'), room.reference]);
  expect(code).toBe(1);
  expect(err).toContain(`${join(room.directory, 'no', 'where')}: no such file or directory`);
});

test('drydock image: a terminal sees how it goes, --quiet does not', async () => {
  const room = await roomWithDatabase();
  room.trivy({
    report: JSON.stringify(trivyReport()),
    says: ['x\tINFO\t[vuln] Vulnerability scanning is enabled', 'x\tINFO\tDetected OS'],
  });
  const shown = await room.run(['image', room.reference], { isErrorTerminal: true, tick: 1_000 });
  expect(shown.err).toContain('\r\x1b[Kpreparing');
  expect(shown.err).toContain('matching, 2 layers');
  expect(shown.err.endsWith('\r\x1b[K')).toBe(true);
  expect((await room.run(['image', '-q', room.reference], { isErrorTerminal: true })).err).toBe('');
});

test('drydock image: without a database it says how to get one, fetches nothing and makes no directory', async () => {
  const room = await openRoom();
  const { code, out, err } = await room.run(['image', room.reference]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^Error: there is no vulnerability database: `drydock db pull`.*\n$/);
  expect(err).toContain(`looked in ${join(room.directory, 'data', 'trivy')}`);
  expect(room.registry.connections()).toBe(0);
  expect(existsSync(join(room.directory, 'data'))).toBe(false);
});

test('drydock image: without a Trivy it says where one is looked for', async () => {
  const room = await roomWithDatabase();
  const missing = { environment: { TRIVY_BIN: join(room.directory, 'absent') } };
  expect(await room.run(['image', room.reference], missing)).toMatchObject({
    code: 1,
    err: 'Error: TRIVY_BIN names no program\n',
  });
});

test('drydock image: what the registry or Trivy refuse ends with 1 and says what and where', async () => {
  const room = await roomWithDatabase();
  const fails = async (reference: string, ...flags: string[]) => {
    const { code, out, err } = await room.run(['image', ...flags, reference]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    return err;
  };
  expect(await fails(`${room.registry.host}/shop/web:9`)).toBe(
    `Error: ${room.registry.host} has no such image or tag\n`,
  );
  expect(await fails(room.reference, '--platform', 'linux/arm64')).toContain('linux/amd64');
  expect(await fails('10.0.0.1/shop/web')).toContain('10.0.0.1 is not called');
  expect(await fails('https://example.com/a')).toContain('this is no image reference');
  room.trivy({ exit: 1, says: ['x\tFATAL\tFatal error\tinvalid tar header'] });
  expect(await fails(room.reference)).toMatch(/^Error: /);
});

test('drydock image: user and password come from the environment and are shown to nobody but the registry', async () => {
  const room = await roomWithDatabase();
  const secret = `Basic ${Buffer.from('robot:s3cret').toString('base64')}`;
  room.registry.script((request, response) => {
    if (request.headers.authorization === secret) return false;
    response.writeHead(401, { 'www-authenticate': 'Basic realm="registry"' }).end();
    return true;
  });
  const tellsTo = join(room.directory, 'told.json');
  room.trivy({ report: JSON.stringify(trivyReport()), tellsTo });
  const run = (environment: Record<string, string>) => room.run(['image', room.reference], { environment });
  expect(await run({})).toMatchObject({ code: 1, out: '' });
  const trivy = await run({ TRIVY_USERNAME: 'robot', TRIVY_PASSWORD: 's3cret' });
  expect(trivy).toMatchObject({ code: 0, err: '' });
  expect(await run({ DRYDOCK_REGISTRY_USERNAME: 'robot', DRYDOCK_REGISTRY_PASSWORD: 's3cret' })).toEqual(trivy);
  expect(readFileSync(tellsTo, 'utf8') + trivy.out).not.toContain('s3cret');
  expect((await run({ TRIVY_USERNAME: 'robot' })).err).toContain('DRYDOCK_REGISTRY_PASSWORD are needed both');
});

test('drydock image: what cannot be meant is answered with the usage and exit code 1', async () => {
  const room = await openRoom();
  for (const flags of [[], ['a', 'b'], ['a', '-f', 'xml'], ['a', '--exit-code', '256'], ['a', '--timeout', '5']]) {
    const { code, out, err } = await room.run(['image', ...flags]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^Error: .*\nUsage:\n {2}drydock image REF/);
  }
  const bad = await room.run(['image', 'a', '--severity', 'AWFUL']);
  expect(bad).toMatchObject({ code: 1, err: expect.stringContaining('severities are a list of CRITICAL') });
});

test('drydock image: after --timeout it gives up and leaves no Trivy behind', async () => {
  const room = await roomWithDatabase();
  const tellsTo = join(room.directory, 'told.json');
  room.trivy({ hangs: true, tellsTo });
  const { code, err } = await room.run(['image', '--timeout', '1s', room.reference]);
  expect(code).toBe(1);
  expect(err).toBe('Error: not done after 1s: --timeout gives it more time\n');
  const { pid } = JSON.parse(readFileSync(tellsTo, 'utf8'));
  expect(() => process.kill(pid, 0)).toThrow();
});
