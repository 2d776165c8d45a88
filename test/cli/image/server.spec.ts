import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { runCli } from '../../../cli/run-cli.ts';
import { sampleReportJson } from '../../image/sample-report.ts';
import { openImageRoom } from '../../local/image-room.ts';
import { recordingTerminal } from '../recording-terminal.ts';

const run = async (args: readonly string[], environment: Record<string, string> = {}) => {
  const { terminal, out, err } = recordingTerminal({ environment });
  const code = await runCli(['image', ...args], terminal);
  return { code, out: out(), err: err() };
};

it('image --server: gives the same output and exit code as a scan in this process', async () => {
  const room = await openImageRoom();
  const vulnerabilities = Array.from({ length: 40 }, (_, index) => ({ id: `CVE-${index}`, severity: 'HIGH' }));
  room.trivy({ report: sampleReportJson([{ packages: 3, vulnerabilities }]) });
  await room.importDatabase();
  const { url } = await room.start({ DRYDOCK_MAX_ANSWER_BYTES: '6000' });
  const here = { TRIVY_BIN: room.program, DRYDOCK_DATA_DIR: room.directory };
  for (const format of ['table', 'json', 'sarif', 'markdown', 'trivy']) {
    const args = ['-f', format, '--exit-code', '3', '--severity', 'HIGH', `${room.host}/debian`];
    const remote = await run(['--server', `${url}/`, ...args]);
    // The clock of a recording terminal is another one, so that the age of the database differs.
    const local = (await run(args, here)).out.replace(/"stale": ?(?:true|false)/, '"stale": false');
    expect([format, remote.code, remote.out]).toEqual([format, 3, local]);
    expect(remote.err).toContain('this database is no real one');
  }
  expect((await run(['--server', url, '--severity', 'LOW', '--exit-code', '3', `${room.host}/debian`])).code).toBe(0);
});

it('image --server: what was scanned by another name before is reported by the one that is asked for', async () => {
  const room = await openImageRoom();
  room.trivy({ report: sampleReportJson([{ packages: 3, vulnerabilities: [{ id: 'CVE-1', severity: 'HIGH' }] }]) });
  await room.importDatabase();
  const { url } = await room.start();
  const here = { TRIVY_BIN: room.program, DRYDOCK_DATA_DIR: room.directory };
  const { digest } = JSON.parse((await run(['--server', url, '-f', 'json', `${room.host}/debian`])).out);
  for (const format of ['trivy', 'json', 'sarif', 'table']) {
    const args = ['-f', format, `${room.host}/debian:other@${digest}`];
    const remote = (await run(['--server', url, ...args])).out;
    expect(remote).toContain(digest);
    expect(remote).not.toContain('debian:latest');
    const local = (await run(args, here)).out.replace(/"stale": ?(?:true|false)/, '"stale": false');
    expect([format, remote]).toEqual([format, local]);
  }
});

it('image --server: a server that does not answer is waited for until --timeout', async () => {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const { code, err } = await run(['--server', `http://127.0.0.1:${port}`, '--timeout', '50ms', 'nginx']);
  expect([code, err]).toEqual([1, 'Error: not done after 50ms: --timeout gives it more time\n']);
});

it('image --server: what goes wrong is told in the words of the server', async () => {
  const room = await openImageRoom();
  room.trivy({ report: sampleReportJson([]) });
  await room.importDatabase();
  room.trivy({ report: '{}' });
  const { url } = await room.start();
  const cases: [string[], Record<string, string>, RegExp][] = [
    [['--server', url, `${room.host}/none`], {}, /no such image|not found|does not/],
    [['--server', url, `${room.host}/debian`], {}, /answer is not understood/],
    [['--server', url, `${room.host}/debian`], { DRYDOCK_TOKEN: 'ddk_bad' }, /no valid key|API key/],
    [['--server', 'http://127.0.0.1:9', 'nginx'], {}, /the server at http:\/\/127\.0\.0\.1:9 does not answer/],
    [['--server', 'ftp://x', 'nginx'], {}, /--server ftp:\/\/x: expected an address/],
  ];
  for (const [args, environment, message] of cases) {
    const { code, out, err } = await run(args, environment);
    expect([args.at(-1), code, out]).toEqual([args.at(-1), 1, '']);
    expect(err).toMatch(message);
  }
});
