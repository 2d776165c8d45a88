import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cachingTrivy } from '../scanner/caching-trivy.ts';
import { debian, imageWith } from '../trivy/sample-images.ts';
import { fakeServer } from '../trivy/server/fake-server.ts';
import { gatewayEvent } from './gateway-event.ts';
import { type ImageCloud, imageCloud } from './image-cloud.ts';
import type { LambdaProcess } from './lambda-process.ts';

const names = ['api', 'scan-image', 'plan-rescans', 'rematch', 'notify'] as const;
const caller = 'arn:aws:iam::000000000000:role/operator';
let cloud: ImageCloud;
let functions: Record<(typeof names)[number], LambdaProcess>;
const received: { headers: Record<string, unknown>; body: string }[] = [];

/** A Trivy that scans and keeps analyses, and whose server matches them. */
function trivyWithServer(): string {
  const scans = cachingTrivy(join(cloud.folder, 'scans'));
  const { path: serves } = fakeServer(join(cloud.folder, 'serves'));
  const path = join(cloud.folder, 'trivy');
  writeFileSync(path, `#!/bin/sh\ncase "$1" in server) exec ${serves} "$@";; *) exec ${scans} "$@";; esac\n`, {
    mode: 0o755,
  });
  return path;
}

beforeAll(async () => {
  cloud = await imageCloud();
  await Promise.all(names.map((name) => cloud.bundle(name)));
  cloud.registry.add('app', '1', imageWith(debian));
  cloud.registry.script((request, response) => {
    if (request.url !== '/hook') return false;
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
    return true;
  });
  await cloud.promoteDatabase();
  const given = { TRIVY_BIN: trivyWithServer(), DRYDOCK_PRIVATE_RECEIVERS: `${cloud.registry.host}=127.0.0.1` };
  const started = await Promise.all(names.map(async (name) => [name, await cloud.start(name, given)]));
  functions = Object.fromEntries(started);
});
afterAll(() => cloud?.close());

async function ask(method: string, path: string, body?: object) {
  const headers = { 'content-type': 'application/json' };
  const event = gatewayEvent({ caller, method, path, headers, ...(body && { body: JSON.stringify(body) }) });
  const answer = (await functions.api.invoke(event)) as { statusCode: number; body: string };
  return { status: answer.statusCode, json: JSON.parse(answer.body) };
}
const runs = async () => (await ask('GET', '/rescans')).json.items;

describe('rescans on AWS', () => {
  it('rescan: a promoted database starts runs for what is watched, and their batches are counted', async () => {
    expect((await ask('POST', '/scan/image', { image: `${cloud.registry.host}/app:1` })).status).toBe(202);
    expect(await cloud.deliver(functions['scan-image'])).toBe(false);
    expect((await ask('GET', '/watches')).json.items).toMatchObject([{ state: 'watched' }]);

    await cloud.promoteDatabase();
    await functions['plan-rescans'].invoke({ source: 'aws.s3' });
    // The fake Trivy keeps no analyses: the image is scanned anew, and the batch counts when that is done.
    const batches: string[] = [];
    while (cloud.queue.waiting() > 0) {
      await cloud.deliver((body) => {
        const isBatch = 'run' in JSON.parse(body);
        if (isBatch) batches.push(body);
        return isBatch ? functions.rematch : functions['scan-image'];
      });
    }
    for (const body of batches) {
      await functions.rematch.invoke({ Records: [{ messageId: 'again', receiptHandle: 'r', body }] });
    }
    for (const run of await runs()) expect(run).toMatchObject({ status: 'done', done: 1, failed: 0 });
    const kinds = (await runs()).map(({ trigger }: { trigger: { kind: string } }) => trigger.kind);
    expect(kinds).toContain('database');
  });

  it('notifier: a subscriber gets a signed message, once', async () => {
    const target = { type: 'webhook', url: `https://${cloud.registry.host}/hook` };
    expect((await ask('PUT', '/subscriptions/team', { target })).status).toBe(201);
    expect((await ask('POST', '/subscriptions/team/test', {})).status).toBe(202);
    expect(await functions.notify.invoke({})).toEqual({ looked: 1 });
    expect(received).toHaveLength(1);
    expect(received[0]?.headers).toMatchObject({ 'webhook-signature': expect.stringMatching(/^v1,/) });
  });

  it('rescan: planner and notifier called again do nothing twice', async () => {
    const before = [received.length, (await runs()).length];
    expect(await functions['plan-rescans'].invoke({})).toEqual({ started: [] });
    expect(await functions.notify.invoke({})).toEqual({ looked: 0 });
    expect([received.length, (await runs()).length]).toEqual(before);
  });

  it('worker: a message that is none of ours is counted and gone', async () => {
    const Records = [{ messageId: 'm', receiptHandle: 'r', body: '{"tenant":' }];
    expect(await functions.rematch.invoke({ Records })).toEqual({ batchItemFailures: [] });
    await expect.poll(() => functions.rematch.log()).toContain('RescanMessagesUnknown');
  });
});
