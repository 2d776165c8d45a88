import { expect, it } from 'vitest';
import { runCli } from '../../../cli/run-cli.ts';
import { sampleReportJson } from '../../image/sample-report.ts';
import { openImageRoom, scanNow } from '../../local/image-room.ts';
import { recordingTerminal } from '../recording-terminal.ts';

const report = (...ids: string[]): string =>
  sampleReportJson([{ packages: 3, vulnerabilities: ids.map((id) => ({ id, severity: 'HIGH' })) }]);

const openChanges = async () => {
  const room = await openImageRoom();
  room.trivy({ report: report('CVE-2024-1') });
  await room.importDatabase();
  const { url } = await room.start();
  const run = async (args: readonly string[], environment: Record<string, string> = {}) => {
    const { terminal, out, err } = recordingTerminal({
      environment: { DRYDOCK_DATA_DIR: room.directory, ...environment },
    });
    const code = await runCli(args, terminal);
    return { code, out: out(), err: err() };
  };
  return { room, url, run };
};

it('diff and cve: name what an image has that another has not', async () => {
  const { room, url, run } = await openChanges();
  const [from, to] = [`${room.host}/debian`, `${room.host}/alpine`];
  expect(await scanNow(url, from)).toMatchObject({ status: 'done' });
  room.trivy({ report: report('CVE-2024-1', 'CVE-2024-2') });
  expect(await scanNow(url, to)).toMatchObject({ status: 'done' });

  const table = await run(['diff', from, to, '--exit-code', '3']);
  expect([table.code, table.err]).toEqual([3, '']);
  expect(table.out).toMatch(/^from 127.+\/debian:latest sha256:\w+ linux\/amd64, scanned /);
  expect(table.out).toContain(
    '\n1 added, 0 fixed, 0 withdrawn, 0 raised, 0 lowered, 0 newly fixable, 0 with another fix, 0 updated, 1 unchanged\n',
  );
  expect(table.out).toMatch(/^added +HIGH +CVE-2024-2 /m);
  const json = await run(['diff', from, to, '-f', 'json', '--server', `${url}/`]);
  expect([json.code, JSON.parse(json.out).added]).toEqual([0, [expect.objectContaining({ id: 'CVE-2024-2' })]]);
  expect((await run(['diff', from, to, '-f', 'markdown'])).out).toContain('| added | HIGH | `CVE-2024-2` |');
  expect((await run(['diff', from, from, '--exit-code', '3'])).code).toBe(0);
  expect(await run(['diff', from, `${room.host}/none`])).toMatchObject({
    code: 2,
    err: expect.stringContaining('has not been scanned'),
  });

  const one = await run(['cve', 'CVE-2024-2']);
  expect(one).toMatchObject({ code: 0, err: '' });
  expect(one.out).toMatch(/^CVE-2024-2 HIGH, first seen 2/);
  expect(one.out).toContain(`${to}:latest`);
  expect(one.out).not.toContain(`${from}:latest`);
  const all = await run(['cve', '--severity', 'HIGH', '--since', '2020-01-01']);
  expect(all.out).toMatch(/^CVE-2024-1 +HIGH +2 /m);
  expect((await run(['cve', '--since', '999999999d'])).out).toBe((await run(['cve'])).out);
  expect((await run(['cve', '--severity', 'LOW', '--json'])).out).toBe('{\n  "items": []\n}\n');
  expect((await run(['cve', '--limit', '1'])).out).toMatch(/\nMore: --cursor \S+\n$/);
});

it('watch: lists what was scanned, pins, stops and removes', async () => {
  const { room, url, run } = await openChanges();
  await scanNow(url, `${room.host}/debian`);
  expect((await run(['watch'])).out).toMatch(/watched +use +usual +2.+\/debian:latest linux\/amd64$/m);
  const made = JSON.parse((await run(['watch', 'add', 'nginx:1.27', '--every', '12h', '--json'])).out);
  expect(made).toMatchObject({ kind: 'image', mode: 'pin', every: 43_200 });
  expect((await run(['watch', 'add', '--repository', 'ghcr.io/team/*', '--stop'])).out).toContain('stopped  stop');
  expect((await run(['watch', 'list'])).out).toMatch(/pin +12h +never ends +docker\.io\/library\/nginx:1\.27/);
  expect(await run(['watch', 'remove', made.id])).toEqual({ code: 0, out: '', err: `watch ${made.id} is removed\n` });
  expect((await run(['watch', 'remove', made.id])).code).toBe(2);
});

it('rescan --wait: ends with the outcome of the run', async () => {
  const { room, url, run } = await openChanges();
  await scanNow(url, `${room.host}/debian`);
  const begun = await run(['rescan', '--all']);
  expect(begun).toMatchObject({ code: 0, err: '' });
  expect(begun.out).toMatch(/^run r[0-9a-f]{32}: /);
  const ended = await run(['rescan', '--repository', 'ghcr.io/none/*', '--wait', '--exit-code', '3', '--json']);
  expect([ended.code, JSON.parse(ended.out)]).toMatchObject([0, { status: 'done', total: 0, failed: 0 }]);
});

it.each([
  [['rescan', '--all', '--cve', 'CVE-1'], 'name one of --all'],
  [['rescan', '--exit-code', '3'], '--exit-code needs --wait'],
  [['watch', 'add'], 'add takes one of IMAGE'],
  [['watch', 'add', 'x', '--pin', '--stop'], 'exclude each other'],
  [['watch', 'add', 'x', '--every', '5m'], '--every 5m: expected 1h to 90d'],
  [['watch', 'add', '--repository', 'x/*', '--platform', 'linux/arm64'], '--platform is for IMAGE and --digest'],
  [['cve', '--since', 'monday'], '--since monday: expected a time such as 7d, 2026-11-24 or'],
  [['cve', '--since', '2026-13-01'], '--since 2026-13-01: expected'],
  [['watch', 'remove'], 'one of list, add IMAGE or remove ID'],
  [['diff', 'a'], 'two images are required'],
  [['diff', 'a', 'b', '-f', 'toString'], 'unknown format toString'],
  [['cve', 'CVE-1', '--since', '7d'], 'leave out the CVE'],
  [['cve', '--limit', '0'], '--limit must be'],
  [['watch', '--data-dir', '/nonexistent'], 'no server runs on the data directory /nonexistent'],
])('%j: is refused before a server is asked', async (args, message) => {
  const { terminal, out, err } = recordingTerminal();
  expect(await runCli(args, terminal)).toBe(2);
  expect(out()).toBe('');
  expect(err()).toContain(message);
});
