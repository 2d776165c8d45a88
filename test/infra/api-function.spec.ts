import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleReportJson } from '../image/sample-report.ts';
import { debian, imageWith } from '../trivy/sample-images.ts';
import { gatewayEvent } from './gateway-event.ts';
import { cloudStartMs, type ImageCloud, imageCloud } from './image-cloud.ts';
import type { LambdaProcess } from './lambda-process.ts';

interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

const caller = 'arn:aws:iam::000000000000:role/operator';
const vulnerabilities = [{ id: 'CVE-1', severity: 'CRITICAL', fixed: '2', status: 'fixed' }];
const report = sampleReportJson([{ packages: 3, vulnerabilities }]);
let cloud: ImageCloud;
let api: LambdaProcess;
let submitter: LambdaProcess;
let worker: LambdaProcess;

beforeAll(async () => {
  cloud = await imageCloud();
  await Promise.all(['api', 'scan-image'].map((name) => cloud.bundle(name)));
  for (const tag of ['1', '2', '3', '4']) cloud.registry.add('app', tag, imageWith(debian, { tag }));
  [api, submitter, worker] = await Promise.all([
    cloud.start('api'),
    cloud.start('submit', { DRYDOCK_WAITING_CALLERS: '1' }),
    cloud.start('scan-image', { TRIVY_BIN: cloud.trivy('good', { report }) }),
  ]);
}, cloudStartMs);
afterAll(() => cloud?.close());

const ask = async (lambda: LambdaProcess, request: Parameters<typeof gatewayEvent>[0]) => {
  const answer = (await lambda.invoke(gatewayEvent({ caller, ...request }))) as Answer;
  return { ...answer, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
};
const submit = (tag: string, headers: Record<string, string> = {}, lambda = submitter) =>
  ask(lambda, {
    path: '/scan/image',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ image: `${cloud.registry.host}/app:${tag}` }),
  });
const read = (path: string, query = '') => ask(api, { method: 'GET', path, query });

describe('the function of resources', () => {
  it('submit: without a database it is answered 503 with what to do', async () => {
    const { statusCode, json } = await submit('1');
    expect([statusCode, json.code]).toEqual([503, 'database_missing']);
    await cloud.promoteDatabase();
  });

  it('scan: submitted, queued, worked on, and read with its findings', async () => {
    const submitted = await submit('1');
    expect([submitted.statusCode, submitted.json.status]).toEqual([202, 'queued']);
    const path = submitted.headers.location!;
    expect((await read(path)).json).toMatchObject({ kind: 'image', status: 'queued' });
    expect(await cloud.deliver(worker)).toBe(false);
    const { statusCode, json } = await read(path);
    expect(statusCode).toBe(200);
    expect(json).toMatchObject({ status: 'done', verdict: 'fail', counts: { total: 1 } });
    expect(json.findings.items).toMatchObject([{ id: 'CVE-1', severity: 'CRITICAL' }]);
    expect((await read('/images')).json.items).toMatchObject([{ digest: json.digest }]);
  });

  it('submit: the same image again is answered from there', async () => {
    const { statusCode, json } = await submit('1');
    expect([statusCode, json.status]).toEqual([200, 'done']);
    expect(cloud.queue.waiting()).toBe(0);
  });

  it('wait: a caller that waits gets the result as soon as it is there', async () => {
    const waiting = submit('2', { prefer: 'wait=20' });
    await expect.poll(() => cloud.queue.waiting()).toBe(1);
    await cloud.deliver(worker);
    const { statusCode, json, headers } = await waiting;
    expect([statusCode, json.status]).toEqual([200, 'done']);
    expect(headers['preference-applied']).toBe('wait=20');
  });

  it('wait: with all places taken the answer is 202 at once, whichever environment is asked', async () => {
    const other = await cloud.start('submit', { DRYDOCK_WAITING_CALLERS: '1' });
    const waiting = submit('3', { prefer: 'wait=20' });
    await expect.poll(() => cloud.queue.waiting()).toBe(1);
    const { statusCode, headers } = await submit('4', { prefer: 'wait=20' }, other);
    expect([statusCode, headers['preference-applied']]).toEqual([202, undefined]);
    await cloud.deliver(worker);
    await cloud.deliver(worker);
    expect((await waiting).statusCode).toBe(200);
  });

  it('delete: a scan is gone with its report', async () => {
    const { json, headers } = await submit('1');
    const path = headers.location ?? `/scans/${json.id}`;
    expect((await ask(api, { method: 'DELETE', path })).statusCode).toBe(204);
    expect((await read(path)).statusCode).toBe(404);
    expect([...cloud.bucket.objects.keys()].filter((key) => key.includes(json.id))).toEqual([]);
  });

  it('resources: keys, watches, changes and subscriptions answer here, and the document of them all', async () => {
    const statuses = [];
    for (const path of ['/openapi.json', '/keys', '/scans']) statuses.push((await read(path)).statusCode);
    expect(statuses).toEqual([200, 200, 200]);
  });

  it('caller: who is not known is refused, and nothing of the scans of others is told', async () => {
    const unknown = (await api.invoke(gatewayEvent({ method: 'GET', path: '/scans' }))) as Answer;
    expect([401, 403]).toContain(unknown.statusCode);
  });

  it('roles: nothing was asked for that the template does not allow', () => {
    expect(cloud.gate.refused).toEqual([]);
    expect([...cloud.gate.used.keys()].sort()).toEqual(['api', 'scan-image', 'submit']);
  });

  it('log: one JSON object a line, without a reference', async () => {
    for (const line of api.log().trim().split('\n')) expect(() => JSON.parse(line), line).not.toThrow();
    expect(api.log()).not.toMatch(/app:1|kkkk/);
  });
});
