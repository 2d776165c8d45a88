import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cachingTrivy } from '../scanner/caching-trivy.ts';
import { debian, imageWith } from '../trivy/sample-images.ts';
import { fakeServer } from '../trivy/server/fake-server.ts';
import { gatewayEvent } from './gateway-event.ts';
import { cloudStartMs, type ImageCloud, imageCloud } from './image-cloud.ts';
import type { LambdaProcess } from './lambda-process.ts';

const names = ['api', 'submit', 'scan-image', 'plan-rescans', 'rematch', 'notify', 'alarm'] as const;
const caller = 'arn:aws:iam::000000000000:role/operator';
const hour = 3_600_000;
let cloud: ImageCloud;
let functions: Record<(typeof names)[number], LambdaProcess>;
const received: { headers: Record<string, unknown>; body: string }[] = [];
const serversStarted = (): number[] =>
  readFileSync(join(cloud.folder, 'servers'), 'utf8').trim().split('\n').map(Number);

/** A Trivy that scans and keeps analyses, and whose server matches them; it notes the process of each server. */
function trivyWithServer(): string {
  const scans = cachingTrivy(join(cloud.folder, 'scans'), { listsPackages: true });
  const { path: serves } = fakeServer(join(cloud.folder, 'serves'));
  const path = join(cloud.folder, 'trivy');
  const note = `echo $$ >> ${join(cloud.folder, 'servers')}`;
  const script = `#!/bin/sh\ncase "$1" in server) ${note}; exec ${serves} "$@";; *) exec ${scans} "$@";; esac\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

beforeAll(async () => {
  cloud = await imageCloud();
  await Promise.all(names.filter((name) => name !== 'submit').map((name) => cloud.bundle(name)));
  cloud.registry.add('app', '1', imageWith(debian));
  cloud.registry.script((request, response) => {
    if (request.url !== '/hook') return false;
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
    return true;
  });
  await cloud.promoteDatabase(new Date(Date.now() - hour));
  const given = {
    ...{ TRIVY_BIN: trivyWithServer(), DRYDOCK_PRIVATE_RECEIVERS: `${cloud.registry.host}=127.0.0.1` },
    // Databases and requests alone begin runs: the fake's scans and its server do not find the same.
    ...{ DRYDOCK_RESCAN_HOURS: '0', DRYDOCK_RESCAN_AFRESH_HOURS: '0' },
  };
  const started = await Promise.all(names.map(async (name) => [name, await cloud.start(name, given)]));
  functions = Object.fromEntries(started);
}, cloudStartMs);
afterAll(() => cloud?.close());

async function ask(method: string, path: string, body?: object) {
  const headers = { 'content-type': 'application/json' };
  const event = gatewayEvent({ caller, method, path, headers, ...(body && { body: JSON.stringify(body) }) });
  const to = path === '/scan/image' ? functions.submit : functions.api;
  const answer = (await to.invoke(event)) as { statusCode: number; body: string };
  return { status: answer.statusCode, json: JSON.parse(answer.body) };
}
const runs = async () => (await ask('GET', '/rescans')).json.items;
const runOf = async (id: string) => (await ask('GET', `/rescans/${id}`)).json;

/** A database is promoted, and its event calls the planner. */
async function promote(updatedAt?: Date): Promise<string[]> {
  await cloud.promoteDatabase(updatedAt);
  const { started } = (await functions['plan-rescans'].invoke({ source: 'aws.s3' })) as { started: string[] };
  return started;
}

describe('rescans on AWS', () => {
  it('subscription: its test message is rung for and leaves signed, before any schedule looks', async () => {
    const target = { type: 'webhook', url: `https://${cloud.registry.host}/hook` };
    expect((await ask('PUT', '/subscriptions/team', { target })).status).toBe(201);
    expect((await ask('POST', '/subscriptions/team/test', {})).status).toBe(202);
    expect(cloud.messages.waiting()).toBe(1);
    await cloud.deliverAll(functions);
    expect(received).toHaveLength(1);
    expect(received[0]?.headers).toMatchObject({ 'webhook-signature': expect.stringMatching(/^v1,/) });
  });

  it('scan: is watched, and the first turn of the planner has nothing to match', async () => {
    expect((await ask('POST', '/scan/image', { image: `${cloud.registry.host}/app:1` })).status).toBe(202);
    await cloud.deliverAll(functions);
    expect((await ask('GET', '/watches')).json.items).toMatchObject([{ state: 'watched' }]);
    await functions['plan-rescans'].invoke({});
    await cloud.deliverAll(functions);
    for (const run of await runs()) expect(run).toMatchObject({ status: 'done', done: 1, changed: 0, failed: 0 });
    expect(received).toHaveLength(1);
  });

  it('database: a promoted one is matched with at once, and what it changed is told by one signed webhook each', async () => {
    const [id, ...others] = await promote();
    expect(others).toEqual([]);
    await cloud.deliverAll(functions);
    expect(await runOf(id!)).toMatchObject({ status: 'done', total: 1, done: 1, changed: 1, failed: 0 });
    const told = received.slice(1).map(({ body }) => JSON.parse(body));
    const kinds = told.map(({ type, subject }) => `${type.split('.')[3]} ${subject}`);
    expect(kinds.sort()).toEqual(['new CVE-1', 'withdrawn CVE-2024-0001']);
    for (const { headers } of received) expect(headers['webhook-signature']).toMatch(/^v1,/);
    expect((await ask('GET', '/cves/CVE-1')).json.images.items).toHaveLength(1);
  });

  it('worker: the server of Trivy stays between invocations', async () => {
    const { json } = await ask('POST', '/rescans', { all: true });
    await cloud.deliverAll(functions);
    // A server of another process would have told another title: a change.
    expect(await runOf(json.id)).toMatchObject({ status: 'done', done: 1, changed: 0, failed: 0 });
    expect(serversStarted()).toHaveLength(1);
  });

  it('worker: after a switch of the database another server answers, and the old one is gone', async () => {
    const [before] = serversStarted();
    const [id] = await promote(new Date(Date.now() + 1_000));
    await cloud.deliverAll(functions);
    expect(await runOf(id!)).toMatchObject({ status: 'done', done: 1, failed: 0 });
    expect(serversStarted()).toHaveLength(2);
    await expect.poll(() => isAlive(before!)).toBe(false);
    expect(isAlive(serversStarted()[1]!)).toBe(true);
  });

  it('planner and notifier: called again they do nothing twice', async () => {
    const before = [received.length, (await runs()).length];
    expect(await functions['plan-rescans'].invoke({})).toEqual({ started: [] });
    expect(await functions.notify.invoke({})).toEqual({ looked: 0 });
    expect([received.length, (await runs()).length]).toEqual(before);
  });

  it('notifier: what nobody rang for leaves with the schedule, and a late doorbell for it does nothing', async () => {
    const before = received.length;
    await ask('POST', '/subscriptions/team/test', {});
    expect(await functions.notify.invoke({})).toEqual({ looked: 1 });
    await cloud.deliverAll(functions);
    expect(received).toHaveLength(before + 1);
  });

  it('alarm: says how old everything is, and tells subscribers when the database is too old', async () => {
    await functions.alarm.invoke({});
    expect(cloud.messages.waiting()).toBe(0);
    await expect.poll(() => functions.alarm.log()).toMatch(/"OldestRescanHours":\[0\.\d+/);
    await cloud.promoteDatabase(new Date(Date.now() - 60 * hour));
    await functions.alarm.invoke({});
    await cloud.deliverAll(functions);
    expect(JSON.parse(received.at(-1)!.body).type).toBe('dev.drydock.rescans.overdue.v1');
    await expect.poll(() => functions.alarm.log()).toMatch(/"DatabaseAgeHours":\[60\./);
  });

  it('worker and notifier: a message that is none of ours is counted and gone', async () => {
    const Records = [{ messageId: 'm', receiptHandle: 'r', body: '{"tenant":' }];
    for (const name of ['rematch', 'notify'] as const) {
      expect(await functions[name].invoke({ Records })).toEqual({ batchItemFailures: [] });
    }
    await expect.poll(() => functions.rematch.log()).toContain('RescanMessagesUnknown');
    await expect.poll(() => functions.notify.log()).toContain('DeliveryMessagesUnknown');
  });

  it('roles: nothing was asked for that the template does not allow', () => {
    expect(cloud.gate.refused).toEqual([]);
    expect([...cloud.gate.used.keys()].sort()).toEqual([...names].sort());
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
